package org.tucana.nn.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tucana.core.type.FormatException;

/** Reads JSON objects that people wrote: a key twice or text after the end is a fault. */
public final class JsonText {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /**
   * The object that a text holds.
   *
   * @param source file name, for messages
   * @param what the text is, for messages: "a configuration"
   * @param example such a text, for messages
   * @throws FormatException where the text is no JSON, with line and column, or no object
   */
  public static ObjectNode object(String source, String text, String what, String example) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String reason = e.getOriginalMessage().replaceAll("\\(start marker at .*\\)", "").strip();
      throw new FormatException(
          source + ": no usable JSON" + place + ", " + reason + "; correct the file", e);
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw new FormatException(
        source
            + ": "
            + what
            + " is a JSON object, got "
            + (root.isMissingNode() ? "nothing" : root.getNodeType())
            + "; write "
            + example);
  }
}
