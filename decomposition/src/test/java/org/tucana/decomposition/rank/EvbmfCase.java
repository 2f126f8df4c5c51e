package org.tucana.decomposition.rank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * A case of the reference outputs, with its input made anew.
 *
 * @param node what the file says
 */
record EvbmfCase(JsonNode node) {
  static List<EvbmfCase> all() throws IOException {
    try (InputStream stream = EvbmfCase.class.getResourceAsStream("evbmf.json")) {
      List<EvbmfCase> cases = new ArrayList<>();
      new ObjectMapper().readTree(stream).get("cases").forEach(c -> cases.add(new EvbmfCase(c)));
      return cases;
    }
  }

  static EvbmfCase named(String name) throws IOException {
    return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  String name() {
    return node.get("name").asText();
  }

  int rows() {
    return node.get("L").asInt();
  }

  int columns() {
    return node.get("M").asInt();
  }

  double number(String key) {
    return node.get(key).asDouble();
  }

  boolean varianceGiven() {
    return !node.get("sigma2_given").isNull();
  }

  /** Whether fewer singular values are kept than there are. */
  boolean cutOff() {
    return number("residual") > 0;
  }

  /** The kept singular values as the file has them. */
  Spectrum spectrum() {
    return new Spectrum(
        rows(),
        columns(),
        numbers(node.get("singular_values_kept")),
        number("residual"),
        Math.ulp(1.0));
  }

  static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }

  /** The matrix itself. */
  HostTensor matrix() {
    int rows = node.get("L_generated").asInt();
    int columns = node.get("M_generated").asInt();
    int rank = node.get("signal_rank_R").asInt();
    Generator random = new Generator(node.get("seed").asLong());
    double[] a = random.normal(rows * rank);
    double[] b = random.normal(columns * rank);
    double[] noise = random.normal(rows * columns);
    boolean transposed = node.get("transposed_before_use").asBoolean();
    double[] y = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += node.get("w").get(k).asDouble() * a[i * rank + k] * b[j * rank + k];
        }
        sum += number("noise_sd") * noise[i * columns + j];
        y[transposed ? j * rows + i : i * columns + j] = sum;
      }
    }
    return HostTensor.of(transposed ? Shape.of(columns, rows) : Shape.of(rows, columns), y);
  }

  /** The file's linear congruential generator. */
  private static final class Generator {
    private long state;

    Generator(long seed) {
      state = seed;
    }

    /** Sums of twelve uniform numbers, less six. */
    double[] normal(int count) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        double sum = 0;
        for (int k = 0; k < 12; k++) {
          state = 6364136223846793005L * state + 1442695040888963407L;
          sum += (state >>> 11) * 0x1p-53;
        }
        values[i] = sum - 6;
      }
      return values;
    }
  }
}
