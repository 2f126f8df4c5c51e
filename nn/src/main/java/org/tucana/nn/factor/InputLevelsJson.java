package org.tucana.nn.factor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;

/** The JSON form of what layers round their inputs to: an object from full layer names. */
final class InputLevelsJson {
  private static final String STEP = "step";
  private static final String LOWEST = "lowest";
  private static final String HIGHEST = "highest";
  private static final String LEVELS = "{\"step\": 0.0123, \"lowest\": 0, \"highest\": 255}";

  private InputLevelsJson() {}

  static String write(Map<String, Levels> inputs) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    inputs.forEach((layer, levels) ->
        all.putObject(layer)
            .put(STEP, levels.step())
            .put(LOWEST, levels.lowest())
            .put(HIGHEST, levels.highest()));
    return all.toString();
  }

  /**
   * Levels from a text.
   *
   * @param source where it comes from, for messages
   * @throws FormatException where it is no JSON of this form
   */
  static Map<String, Levels> read(String source, String text) {
    Map<String, Levels> inputs = new LinkedHashMap<>();
    JsonText.object(source, text, "levels of inputs", "{\"conv1\": " + LEVELS + "}")
        .properties()
        .forEach(entry -> inputs.put(entry.getKey(), levels(source, entry)));
    return inputs;
  }

  private static Levels levels(String source, Map.Entry<String, JsonNode> entry) {
    JsonNode node = entry.getValue();
    boolean complete =
        node.size() == 3
            && node.path(STEP).isNumber()
            && node.path(LOWEST).canConvertToInt()
            && node.path(HIGHEST).canConvertToInt();
    if (!complete) {
      throw fault(source, entry, null);
    }
    try {
      return new Levels(
          node.get(STEP).doubleValue(), node.get(LOWEST).intValue(), node.get(HIGHEST).intValue());
    } catch (IllegalArgumentException e) {
      throw fault(source, entry, e);
    }
  }

  private static FormatException fault(
      String source, Map.Entry<String, JsonNode> entry, Exception cause) {
    return new FormatException(
        source
            + ": layer '"
            + entry.getKey()
            + "' rounds its input to "
            + entry.getValue()
            + ", expected a positive step and zero between lowest and highest; write "
            + LEVELS,
        cause);
  }
}
