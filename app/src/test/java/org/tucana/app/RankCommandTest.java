package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.Evbmf;

class RankCommandTest {
  @TempDir Path folder;

  private Path npy(String name, HostTensor tensor) throws IOException {
    Path file = folder.resolve(name);
    Npy.write(file, tensor);
    return file;
  }

  private Path safetensors(String name, Map<String, HostTensor> tensors) throws IOException {
    Path file = folder.resolve(name);
    Safetensors.write(file, new TensorFile(tensors, Map.of()));
    return file;
  }

  /** Rank 2 and noise of variance 0.04. */
  private static HostTensor planted() {
    Philox random = TestTensors.stream(1);
    double[] values = new double[40 * 60];
    for (int i = 0; i < values.length; i++) {
      int row = i / 60;
      int column = i % 60;
      values[i] = (Math.sin(row) * column + row) / 10 + 0.2 * random.nextGaussian();
    }
    return HostTensor.of(Shape.of(40, 60), values);
  }

  private static JsonNode run(Object input, String... more) throws IOException {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "rank";
    arguments[1] = "--input";
    arguments[2] = input.toString();
    arguments[3] = "--json";
    System.arraycopy(more, 0, arguments, 4, more.length);
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.status(), run.errors());
    return new ObjectMapper().readTree(run.output());
  }

  private static void refuses(String words, Object input, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "rank";
    arguments[1] = "--input";
    arguments[2] = input.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.status(), run.errors());
    assertEquals("", run.output());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertTrue(run.errors().contains(words), run.errors());
  }

  @Test
  void aMatrixHasOneRank() throws IOException {
    HostTensor matrix = planted();
    JsonNode report = run(npy("m.npy", matrix));
    Evbmf expected = Evbmf.of(matrix, 0);
    assertEquals(2, report.get("rank").asInt());
    assertEquals(2, report.get("estimate").asInt());
    assertFalse(report.get("clamped").asBoolean());
    assertEquals(expected.noiseVariance(), report.get("sigma2").asDouble());
    assertEquals(expected.threshold(), report.get("threshold").asDouble());
    assertEquals(2, report.get("singular_values").size());
    assertEquals(
        expected.components().getLast().shrunk(),
        report.get("shrunk_singular_values").get(1).asDouble());
    assertEquals(0.04, report.get("sigma2").asDouble(), 0.005);
  }

  @Test
  void noiseIsClampedToOne() throws IOException {
    Path noise = npy("noise.npy", TestTensors.uniform(2, 30, 50));
    JsonNode report = run(noise);
    assertEquals(1, report.get("rank").asInt());
    assertEquals(0, report.get("estimate").asInt());
    assertTrue(report.get("clamped").asBoolean());
    CommandRun text = CommandRun.of("rank", "--input", noise.toString());
    assertTrue(
        text.output()
            .startsWith(
                "mode 0 of size 30: rank 1 (all is noise: estimate 0, clamped), sigma2 0.3"),
        text.output());
  }

  @Test
  void aTensorHasARankAMode() throws IOException {
    HostTensor tensor = TestTensors.uniform(3, 6, 5, 4);
    Path file = safetensors("t.safetensors", Map.of("a", tensor, "b", planted()));
    JsonNode modes = run(file + ":a").get("modes");
    assertEquals(3, modes.size());
    for (int axis = 0; axis < 3; axis++) {
      JsonNode report = modes.get(axis);
      assertEquals(axis, report.get("mode").asInt());
      assertEquals(tensor.shape().dim(axis), report.get("size").asInt());
      assertEquals(Evbmf.of(tensor, axis).noiseVariance(), report.get("sigma2").asDouble());
      assertEquals(report, run(file + ":a", "--mode", Integer.toString(axis)));
    }
    CommandRun text = CommandRun.of("rank", "--input", file + ":a");
    assertEquals(3, text.output().lines().count());
    assertEquals(2, run(file + ":b").get("rank").asInt());
  }

  @Test
  void aFileOfOneTensorNeedsNoName() throws IOException {
    assertEquals(
        2, run(safetensors("one.safetensors", Map.of("x", planted()))).get("rank").asInt());
  }

  @Test
  void wrongInputsAreNamed() throws IOException {
    Path two = safetensors("two.safetensors", Map.of("a", planted(), "b", planted()));
    refuses("holds 2 tensors [a, b]; write " + two + ":NAME to name one", two);
    refuses("two.safetensors: holds no tensor 'c', it has [a, b]", two + ":c");
    refuses(
        "matrix.txt: does not begin as any format of tensors does",
        Files.writeString(folder.resolve("matrix.txt"), "1 2 3 4 5 6"));
    refuses("there is no such file", folder.resolve("missing.npy"));
    refuses("empty.npy: does not begin as any", Files.createFile(folder.resolve("empty.npy")));
    Path file = npy("m.npy", planted());
    refuses("m.npy: --mode is 2 but the tensor [40,60] has axes 0 to 1", file, "--mode", "2");
    refuses("--mode is -1", file, "--mode", "-1");
    refuses("Invalid value for option '--mode'", file, "--mode", "x");
  }

  @Test
  void unusableTensorsAreNamed() throws IOException {
    Shape shape = Shape.of(2, 2);
    refuses(
        "vector.npy: rank of FLOAT32[4]: a matrix or a tensor of more axes wanted; reshape it",
        npy("vector.npy", TestTensors.uniform(1, 4)));
    Path scalar = npy("scalar.npy", TestTensors.uniform(1));
    String wanted = "scalar.npy: rank of FLOAT32[]: a matrix or a tensor of more axes wanted";
    refuses(wanted, scalar);
    refuses(wanted, scalar, "--mode", "0");
    refuses(
        "nan.npy: rank of FLOAT32[2,2]: element 1 is NaN; mend or mask it",
        npy("nan.npy", HostTensor.of(shape, 1, Float.NaN, 3f, 4f)));
    refuses("element 3 is -Infinity", npy("inf.npy", HostTensor.of(shape, 1, 2, 3, -1 / 0.0)));
    refuses(
        "zeros.npy: rank of FLOAT32[2,2]: all its elements are zero",
        npy("zeros.npy", HostTensor.of(shape, new float[4])));
    refuses(
        "ints.npy: holds INT32[2,2], expected FLOAT32 or another floating-point type",
        npy("ints.npy", HostTensor.of(shape, 1, 2, 3, 4)));
    refuses("it is empty", npy("none.npy", HostTensor.of(Shape.of(0, 2), new float[0])));
  }
}
