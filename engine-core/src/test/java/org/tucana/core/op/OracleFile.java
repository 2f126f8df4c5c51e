package org.tucana.core.op;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.HostTensor;

/** Outputs and gradients of torch's and torchvision's operators, with the settings of each case. */
final class OracleFile {
  private final TensorFile file;
  private final Map<String, Settings> cases;

  private OracleFile(TensorFile file) throws IOException {
    this.file = file;
    this.cases = parse(file.metadata().get("cases"));
  }

  /** Opens the file, or skips the test where it is absent. */
  static OracleFile open() throws IOException {
    Path path = SharedData.require("oracles/ops.safetensors");
    return new OracleFile(Safetensors.read(path));
  }

  /** The settings of one case: numbers, and the operator's name under {@code op}. */
  record Settings(String id, Map<String, List<String>> values) {
    int number(String key) {
      return Integer.parseInt(values.get(key).getFirst());
    }

    double real(String key) {
      return Double.parseDouble(values.get(key).getFirst());
    }

    int number(String key, int position) {
      return Integer.parseInt(values.get(key).get(position));
    }

    boolean flag(String key) {
      return Boolean.parseBoolean(values.get(key).getFirst());
    }

    String operator() {
      return values.get("op").getFirst();
    }
  }

  Map<String, Settings> cases() {
    return cases;
  }

  HostTensor tensor(String id, String name) {
    HostTensor tensor = file.tensors().get(id + "." + name);
    if (tensor == null) {
      throw new AssertionError("ops.safetensors: there is no " + id + "." + name);
    }
    return tensor;
  }

  private static Map<String, Settings> parse(String json) throws IOException {
    Map<String, Settings> cases = new LinkedHashMap<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          values = new LinkedHashMap<>();
        } else if (token == JsonToken.END_OBJECT) {
          String id = values.get("id").getFirst();
          cases.put(id, new Settings(id, values));
        } else if (token.isScalarValue()) {
          String key = parser.currentName();
          values
              .computeIfAbsent(key == null ? parentName(parser) : key, k -> new ArrayList<>())
              .add(parser.getText());
        }
      }
    }
    return cases;
  }

  /** The name of the array that the current element stands in. */
  private static String parentName(JsonParser parser) {
    return parser.getParsingContext().getParent().getCurrentName();
  }
}
