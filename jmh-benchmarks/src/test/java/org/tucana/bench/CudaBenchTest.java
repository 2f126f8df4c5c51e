package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.testing.SoftwareDevice;

/**
 * {@code bench --backend cuda} in a process of its own, on the device in software, without the
 * peers of the processor on its class path.
 */
class CudaBenchTest {
  @TempDir private Path folder;

  private record Run(int status, String output, String errors) {}

  private Run bench(Path libraries, String... options) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("onnxruntime"))
            .collect(Collectors.joining(File.pathSeparator));
    assertFalse(classPath.contains("surefire"), classPath);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtucana.commit=0123456789ab",
                "-cp",
                classPath,
                "org.tucana.app.Main",
                "bench"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    int status = builder.start().waitFor();
    return new Run(status, Files.readString(output), Files.readString(errors));
  }

  @Test
  void measuresOnADevice() throws IOException, InterruptedException {
    Run run =
        bench(
            SoftwareDevice.libraries(), "--backend", "cuda", "--quick", "--only", "nms", "--json");
    assertEquals(0, run.status, run.errors);
    JsonNode report = new ObjectMapper().readTree(run.output);
    assertFalse(report.get("device").asText().isEmpty(), run.output);
    assertTrue(report.has("cuda") && report.has("cudnn"), run.output);
    assertEquals("0123456789ab", report.get("commit").asText());
    assertEquals(1, report.get("works").size());
    JsonNode work = report.get("works").get(0);
    assertEquals("nms-5000", work.get("work").asText());
    assertEquals("float32", work.get("precision").asText());
    assertTrue(work.get("ms").asDouble() > 0, run.output);
    assertFalse(work.has("peer"), run.output);
  }

  @Test
  void wrongUseIsToldInOneLine() throws IOException, InterruptedException {
    Run unknown = bench(folder, "--backend", "reference");
    assertEquals(2, unknown.status);
    assertTrue(unknown.errors.contains("expected cpu or cuda"), unknown.errors);
    assertEquals("", unknown.output);
  }
}
