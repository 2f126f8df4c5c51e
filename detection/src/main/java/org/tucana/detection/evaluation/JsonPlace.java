package org.tucana.detection.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tucana.core.type.FormatException;

/**
 * A value in a JSON file that knows where it stands, so that an error can say so.
 *
 * @param file name of the file
 * @param path where in it, for example {@code annotations[3].bbox}; empty for the whole
 * @param node the value
 */
record JsonPlace(String file, String path, JsonNode node) {

  JsonPlace field(String name) {
    return optional(name).orElseThrow(() -> fault("has no \"" + name + "\""));
  }

  Optional<JsonPlace> optional(String name) {
    if (!node.isObject()) {
      throw fault("expected an object, got " + kind());
    }
    return Optional.ofNullable(node.get(name))
        .filter(value -> !value.isNull())
        .map(value -> new JsonPlace(file, path.isEmpty() ? name : path + "." + name, value));
  }

  List<JsonPlace> items() {
    if (!node.isArray()) {
      throw fault("expected a list, got " + kind());
    }
    List<JsonPlace> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(new JsonPlace(file, path + "[" + i + "]", node.get(i)));
    }
    return items;
  }

  List<JsonPlace> items(int count) {
    List<JsonPlace> items = items();
    if (items.size() != count) {
      throw fault("expected " + count + " items, got " + items.size());
    }
    return items;
  }

  double number() {
    if (!node.isNumber()) {
      throw fault("expected a number, got " + kind());
    }
    return node.doubleValue();
  }

  int integer() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw fault("expected an integer below 2^31, got " + kind());
    }
    return node.intValue();
  }

  long longInteger() {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw fault("expected an integer below 2^63, got " + kind());
    }
    return node.longValue();
  }

  String text() {
    if (!node.isTextual()) {
      throw fault("expected a text, got " + kind());
    }
    return node.textValue();
  }

  FormatException fault(String what) {
    return new FormatException(
        "COCO file " + file + ": " + (path.isEmpty() ? "the file" : path) + " " + what);
  }

  private String kind() {
    return node.isNumber()
        ? node.asText()
        : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
