package org.tucana.decomposition.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;

/**
 * The stored results of a study of normal and compact detectors: the file that {@code tucana study
 * compact} writes as {@code study.json}.
 *
 * @param source its name, for messages
 * @param root its content
 */
public record StudyFile(String source, JsonNode root) {
  private static final String HOW =
      "measure by tucana study compact --model normal=FILE --model compact=FILE --out DIR and name"
          + " DIR with --study";

  /** The average precision that the published tables give, of boxes. */
  private static final String PRECISION = "AP50_box";

  /**
   * A model's average precision.
   *
   * @param model its name
   * @param value AP50 of boxes over all simulated pictures, whatever the classes
   */
  record Precision(String model, double value) {}

  /**
   * A model after a training of some length.
   *
   * @param length its label
   * @param kind what was trained
   * @param value its average precision, as of {@link Precision}
   * @param seconds of training; NaN where they are not known
   */
  record Trained(String length, String kind, double value, double seconds) {}

  /**
   * Reads stored results.
   *
   * @throws FormatException where there are none, with the way to get them
   */
  public static StudyFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          "tables: there are no results of a study at " + file + ", expected its JSON; " + HOW);
    }
    try {
      return new StudyFile(
          file.toString(),
          JsonText.object(
              file.toString(), Files.readString(file), "a study", "it by tucana study compact"));
    } catch (CharacterCodingException e) {
      throw new FormatException(file + ": is no UTF-8 text; " + HOW, e);
    }
  }

  /** The models' average precision, the reference's first. */
  List<Precision> precision() {
    JsonNode all = only("accuracy", group -> text(group, "name").equals("all"));
    return elements(all.path("models"), "models of accuracy").stream()
        .map(model -> new Precision(text(model, "model"), precision(model)))
        .toList();
  }

  /** A model's milliseconds for a picture of 256 pixels, one at a time. */
  double millis(String model) {
    JsonNode table =
        only("time", own -> own.path("side").asInt() == 256 && own.path("batch").asInt() == 1);
    return elements(table.path("rows"), "times").stream()
        .filter(row -> text(row, "model").equals(model))
        .findFirst()
        .map(row -> number(row, "millis"))
        .orElseThrow(() -> lacking("time of " + model));
  }

  /** The lengths of training that were compared. */
  List<Trained> trained() {
    return elements(root.path("lengths"), "lengths of training (--length)").stream()
        .map(row ->
            new Trained(
                text(row, "length"),
                text(row, "kind"),
                precision(row),
                row.path("seconds").isNull() ? Double.NaN : number(row, "seconds")))
        .toList();
  }

  private double precision(JsonNode row) {
    return number(row.path("figures").path(PRECISION), "value");
  }

  private JsonNode only(String section, Predicate<JsonNode> wanted) {
    return elements(root.path(section), section).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> lacking(section));
  }

  private List<JsonNode> elements(JsonNode array, String what) {
    if (!array.isArray() || array.isEmpty()) {
      throw lacking(what);
    }
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private String text(JsonNode object, String key) {
    if (!object.path(key).isTextual()) {
      throw lacking("text '" + key + "'");
    }
    return object.get(key).asText();
  }

  private double number(JsonNode object, String key) {
    if (!object.path(key).isNumber()) {
      throw lacking("number '" + key + "'");
    }
    return object.get(key).asDouble();
  }

  private FormatException lacking(String what) {
    return new FormatException(
        source + ": the study lacks its " + what + ", expected a whole one; " + HOW);
  }
}
