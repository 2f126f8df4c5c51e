package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

class DecomposeCommandTest {
  @TempDir Path folder;
  private Path cube;
  private Path out;

  @BeforeEach
  void writeInput() throws IOException {
    cube = folder.resolve("cube.npy");
    out = folder.resolve("parts.safetensors");
    Npy.write(cube, TestTensors.uniform(1, 4, 5, 6));
  }

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("decompose"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  private void refuses(String line, Object... arguments) {
    CommandRun run = run(arguments);
    assertEquals(2, run.status(), run.errors());
    assertEquals("", run.output());
    assertEquals("tucana: " + line, run.errors().strip());
    assertFalse(Files.exists(out));
  }

  @Test
  void writesPartsAndSaysHowWellTheyFit() throws IOException {
    for (String method : Set.of("hosvd", "sthosvd", "hooi")) {
      CommandRun run =
          run("--input", cube, "--method", method, "--ranks", "2,3,3", "--out", out, "--json");
      assertEquals(0, run.status(), run.errors());
      JsonNode report = new ObjectMapper().readTree(run.output());
      assertTrue(report.get("relative_error").asDouble() < 0.9);
      assertTrue(report.get("seconds").asDouble() > 0);
      assertTrue(report.get("warm_up_seconds").asDouble() >= 0);
      assertEquals(120.0 / (18 + 8 + 15 + 18), report.get("compression").asDouble(), 1e-12);
      assertEquals(method.equals("hooi"), report.get("iterations").asInt() > 0);
      TensorFile parts = Safetensors.read(out);
      assertEquals(Set.of("core", "factor0", "factor1", "factor2"), parts.tensors().keySet());
      assertEquals(Shape.of(2, 3, 3), parts.tensors().get("core").shape());
      assertEquals(
          Map.of(
              "method",
              method,
              "shape",
              "[4,5,6]",
              "ranks",
              "[2, 3, 3]",
              "relative_error",
              report.get("relative_error").asText()),
          parts.metadata());
    }
  }

  @Test
  void compressesChosenModesToAnError() throws IOException {
    Path file = folder.resolve("t.safetensors");
    HostTensor wide = TestTensors.uniform(DType.FLOAT64, -1, 1, 2, 4, 5, 6);
    Safetensors.write(file, new TensorFile(Map.of("a:b", wide), Map.of()));
    for (String named : Set.of(file + ":a:b", file.toString())) {
      CommandRun run =
          run("--input", named, "--method", "sthosvd", "--error", 0.5, "--modes", "0,2", "--json");
      assertEquals(0, run.status(), run.errors());
      JsonNode report = new ObjectMapper().readTree(run.output());
      assertTrue(report.get("relative_error").asDouble() <= 0.5);
      assertEquals(2, report.get("ranks").size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hooi, '2,5,5'",
    "sthosvd, '2,5,5'",
    "cp, 3",
    "ntd, '2,5,5'",
    "tt, '3,4'",
    "pca, 2",
    "nmf, 2"
  })
  void largeTensorsAreWarmedUpFor(String method, String ranks) throws IOException {
    Path file = folder.resolve("large.npy");
    Npy.write(file, TestTensors.uniform(DType.FLOAT32, 0, 1, 1, 8, 160, 210));
    CommandRun run = run("--input", file, "--method", method, "--ranks", ranks, "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertEquals("[8,160,210]", report.get("shape").toString());
    assertEquals("[" + ranks + "]", report.get("ranks").toString());
    assertTrue(report.get("seconds").asDouble() > 0);
    assertTrue(report.get("warm_up_seconds").asDouble() > 0);
  }

  @Test
  void requestsThatFitNoTensorAreRefusedOfTheWholeOne() throws IOException {
    Path file = folder.resolve("large.npy");
    Npy.write(file, TestTensors.uniform(1, 8, 160, 210));
    refuses(
        "hooi: expected a rank in 1..8 for mode 0 of a tensor of shape [8,160,210], got 9;"
            + " choose a rank up to the mode's size",
        "--input",
        file,
        "--method",
        "hooi",
        "--ranks",
        "9,5,5",
        "--out",
        out);
    refuses(
        "hooi: there is no mode -1, expected modes in 0..2 for a tensor of shape [8,160,210];"
            + " modes count from 0",
        "--input",
        file,
        "--method",
        "hooi",
        "--ranks",
        "1,1",
        "--modes=-1,3",
        "--out",
        out);
  }

  @Test
  void startsAreChosenByName() throws IOException {
    Set<String> errors = new HashSet<>();
    for (String start : Set.of("hosvd", "sthosvd", "random")) {
      CommandRun run =
          run(
              "--input",
              cube,
              "--method",
              "hooi",
              "--ranks",
              "2,3,3",
              "--start",
              start,
              "--iterations",
              1,
              "--json");
      assertEquals(0, run.status(), run.errors());
      errors.add(new ObjectMapper().readTree(run.output()).get("relative_error").asText());
    }
    assertEquals(3, errors.size());
    refuses(
        "tt: it does not iterate, got start random; leave it out",
        "--input",
        cube,
        "--method",
        "tt",
        "--ranks",
        "2",
        "--start",
        "random",
        "--out",
        out);
  }

  @Test
  void narrowFloatsAreWidened() throws IOException {
    Path file = folder.resolve("half.npy");
    short[] halves = new short[12];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.floatToFloat16(i);
    }
    Npy.write(file, HostTensor.ofShorts(Shape.of(3, 4), DType.FLOAT16, halves));
    CommandRun run = run("--input", file, "--method", "hosvd", "--ranks", "2,2");
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.output().contains("\nshape: [3,4]\n"), run.output());
  }

  @Test
  void inputsThatCannotBeRead() throws IOException {
    Path file = folder.resolve("t.safetensors");
    HostTensor x = TestTensors.uniform(1, 2, 2);
    Safetensors.write(file, new TensorFile(Map.of("weight", x, "bias", x), Map.of()));
    refuses(
        "safetensors file "
            + file
            + ": holds no tensor 'nothing', it has [bias, weight];"
            + " name one of these",
        "--input",
        file + ":nothing",
        "--method",
        "hooi",
        "--ranks",
        "1,1",
        "--out",
        out);
    refuses(
        file + ": holds 2 tensors [bias, weight]; write " + file + ":NAME to name one",
        "--input",
        file,
        "--method",
        "hooi",
        "--ranks",
        "1,1",
        "--out",
        out);
    Path text = Files.writeString(folder.resolve("t.csv"), "1,2\n3,4,5,6\n");
    refuses(
        "tensor file "
            + text
            + ": does not begin as any format of tensors does, expected safetensors, a checkpoint"
            + " of torch.save, npz or npy; convert it",
        "--input",
        text,
        "--method",
        "hooi",
        "--ranks",
        "1,1",
        "--out",
        out);
    Path ints = folder.resolve("ints.npy");
    Npy.write(ints, TestTensors.ints(9, 1, 3, 3));
    refuses(
        ints
            + ": holds INT32[3,3], expected FLOAT32 or another floating-point type;"
            + " save it with astype('float32')",
        "--input",
        ints,
        "--method",
        "hooi",
        "--ranks",
        "1,1",
        "--out",
        out);
  }

  @Test
  void requestsThatCannotBeMet() {
    CommandRun unknown = run("--input", cube, "--method", "svd", "--ranks", "1,1,1");
    assertEquals(2, unknown.status());
    assertTrue(unknown.errors().contains("there is no method 'svd', expected one of"));
    assertTrue(unknown.errors().contains("hooi"));
    refuses(
        "hooi: expected either ranks or an error bound, got neither; give one of them",
        "--input",
        cube,
        "--method",
        "hooi",
        "--out",
        out);
    refuses(
        "hosvd: expected either ranks or an error bound, got both; give one of them",
        "--input",
        cube,
        "--method",
        "hosvd",
        "--ranks",
        "1,1,1",
        "--error",
        0.1,
        "--out",
        out);
    refuses(
        "hooi: expected a rank in 1..5 for mode 1 of a tensor of shape [4,5,6], got 6;"
            + " choose a rank up to the mode's size",
        "--input",
        cube,
        "--method",
        "hooi",
        "--ranks",
        "4,6,6",
        "--out",
        out);
    refuses(
        "hooi: expected 1 sweep or more, got 0; one is the least there is",
        "--input",
        cube,
        "--method",
        "hooi",
        "--ranks",
        "1,1,1",
        "--iterations",
        0,
        "--out",
        out);
  }

  @Test
  void theInputIsNotWrittenOver() throws IOException {
    Path file = folder.resolve("input.npy");
    Npy.write(file, TestTensors.uniform(DType.FLOAT32, 0, 1, 1, 4, 5, 6));
    byte[] before = Files.readAllBytes(file);
    CommandRun run = run("--input", file, "--method", "hosvd", "--ranks", "2,2,2", "--out", file);
    assertEquals(2, run.status());
    assertTrue(run.errors().contains("is the input itself; name another file"), run.errors());
    assertArrayEquals(before, Files.readAllBytes(file));
  }
}
