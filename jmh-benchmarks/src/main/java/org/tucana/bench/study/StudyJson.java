package org.tucana.bench.study;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Results as JSON: records by the names of their components, undefined figures as null. */
final class StudyJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new FigureWriter())
                  .addSerializer(Double.class, new FigureWriter())
                  .addDeserializer(double.class, new FigureReader())
                  .addDeserializer(Double.class, new FigureReader()))
          .build();

  private StudyJson() {}

  /** The text's bytes. */
  static byte[] bytes(Object value) {
    try {
      return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("study: a result has no JSON form", e);
    }
  }

  /** A result's tree, for what is printed or joined with others. */
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /** A result of its text. */
  static JsonNode read(byte[] text) throws IOException {
    return JSON.readTree(text);
  }

  /** A result of its tree. */
  static <T> T value(JsonNode tree, Class<T> type) throws JsonProcessingException {
    return JSON.treeToValue(tree, type);
  }

  /** JSON knows no NaN. */
  private static final class FigureWriter extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1;

    FigureWriter() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  /** Null was NaN. */
  private static final class FigureReader extends StdScalarDeserializer<Double> {
    private static final long serialVersionUID = 1;

    FigureReader() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
