package org.tucana.nn.factor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;

/** The JSON form of how many filters layers have: an object from full layer names to numbers. */
final class FilterCountsJson {
  private static final String EXAMPLE = "{\"layer1.0.conv1\": 32}";

  private FilterCountsJson() {}

  static String write(Map<String, Integer> filters) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    filters.forEach(all::put);
    return all.toString();
  }

  /**
   * Numbers from a text.
   *
   * @param source where it comes from, for messages
   * @throws FormatException where it is no JSON of this form
   */
  static Map<String, Integer> read(String source, String text) {
    Map<String, Integer> filters = new LinkedHashMap<>();
    JsonText.object(source, text, "numbers of filters", EXAMPLE)
        .properties()
        .forEach(entry -> filters.put(entry.getKey(), number(source, entry)));
    return filters;
  }

  private static int number(String source, Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw new FormatException(
          source
              + ": layer '"
              + entry.getKey()
              + "' has "
              + value
              + " filters; give whole numbers of at least 1, below 2^31");
    }
    return value.intValue();
  }
}
