package org.tucana.nn.factor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

/**
 * The JSON form of {@link LayerForms}: an object from full layer names to
 *
 * <pre>
 * {"method": "tucker2", "in": 23, "out": 22}
 * {"method": "svd", "rank": 16}
 * {"method": "cp", "rank": 40}
 * {"method": "tt", "out": [8, 8], "in": [16, 16], "ranks": [4]}
 * </pre>
 */
public final class LayerFormsJson {
  private static final String METHOD = "method";
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String RANK = "rank";
  private static final String RANKS = "ranks";
  private static final String EXAMPLE =
      "{\"layer1.0.conv2\": {\"method\": \"tucker2\", \"in\": 23, \"out\": 22}}";

  private LayerFormsJson() {}

  /** The text of forms, in alphabetical order of the layers. */
  public static String write(LayerForms forms) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    forms.byName().forEach((layer, form) -> write(form, all.putObject(layer)));
    return all.toString();
  }

  private static void write(LayerForm form, ObjectNode to) {
    to.put(METHOD, form.method());
    switch (form) {
      case LayerForm.Tucker2(int in, int out) -> to.put(IN, in).put(OUT, out);
      case LayerForm.Svd(int rank) -> to.put(RANK, rank);
      case LayerForm.Cp(int rank) -> to.put(RANK, rank);
      case LayerForm.TensorTrain train -> {
        write(train.out(), to.putArray(OUT));
        write(train.in(), to.putArray(IN));
        write(train.ranks(), to.putArray(RANKS));
      }
    }
  }

  private static void write(List<Integer> numbers, ArrayNode to) {
    numbers.forEach(to::add);
  }

  /**
   * Forms from a text.
   *
   * @param source where it comes from, for messages
   * @throws FormatException where it is no JSON of this form
   */
  public static LayerForms read(String source, String text) {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    JsonText.object(source, text, "a list of forms", EXAMPLE)
        .properties()
        .forEach(entry ->
            forms.put(
                entry.getKey(),
                new Entry(source + ": layer '" + entry.getKey() + "'", entry.getValue()).form()));
    return LayerForms.of(forms);
  }

  /**
   * The form of one layer.
   *
   * @param place what messages begin with
   */
  private record Entry(String place, JsonNode node) {
    LayerForm form() {
      if (!node.isObject()) {
        throw fault("has no object with a method, got " + node);
      }
      String method = node.path(METHOD).asText();
      try {
        return switch (method) {
          case "tucker2" -> {
            expectKeys(IN, OUT);
            yield new LayerForm.Tucker2(number(IN), number(OUT));
          }
          case "svd" -> {
            expectKeys(RANK);
            yield new LayerForm.Svd(number(RANK));
          }
          case "cp" -> {
            expectKeys(RANK);
            yield new LayerForm.Cp(number(RANK));
          }
          case "tt" -> {
            expectKeys(OUT, IN, RANKS);
            yield new LayerForm.TensorTrain(numbers(OUT), numbers(IN), numbers(RANKS));
          }
          default ->
              throw fault("has method '" + method + "', expected one of tucker2, svd, cp, tt");
        };
      } catch (IllegalArgumentException e) {
        throw new FormatException(place + ": " + e.getMessage() + "; correct it", e);
      }
    }

    private void expectKeys(String... keys) {
      Set<String> expected = new TreeSet<>(List.of(keys));
      expected.add(METHOD);
      Set<String> found = new TreeSet<>();
      node.fieldNames().forEachRemaining(found::add);
      if (!found.equals(expected)) {
        throw fault("has the keys " + found + ", expected " + expected);
      }
    }

    private int number(String key) {
      return number(key, node.get(key));
    }

    private int number(String key, JsonNode value) {
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw fault("has " + key + " " + node.get(key) + ", expected whole numbers below 2^31");
      }
      return value.intValue();
    }

    private List<Integer> numbers(String key) {
      JsonNode values = node.get(key);
      if (!values.isArray()) {
        throw fault("has " + key + " " + values + ", expected a list of whole numbers");
      }
      List<Integer> numbers = new ArrayList<>(values.size());
      values.forEach(value -> numbers.add(number(key, value)));
      return numbers;
    }

    private FormatException fault(String what) {
      return new FormatException(place + " " + what + "; write " + EXAMPLE);
    }
  }
}
