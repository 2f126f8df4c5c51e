package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.crash.Product;
import picocli.CommandLine;

/** The works of the product, killed a few times; a product that writes in place is found. */
class CrashTestCommandTest {
  @TempDir private Path folder;

  private String[] arguments(String... more) {
    return Stream.concat(Stream.of("--in", folder.toString()), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void theProductLosesNothing() throws IOException {
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of("crash-test"), Stream.of(arguments("--kills", "2", "--json")))
                .toArray(String[]::new));
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertEquals(4, report.get("works").size());
    for (JsonNode work : report.get("works")) {
      assertEquals(2, work.get("kills").asInt(), run.output());
      assertTrue(work.get("loss").isNull(), run.output());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  /** Writes the model under its name before it has it. */
  static final class InPlace {
    private InPlace() {}

    public static void main(String[] arguments) throws Exception {
      if (!Files.exists(Path.of("model.safetensors"))) {
        Files.write(Path.of("model.safetensors"), new byte[] {1, 2, 3});
        Thread.sleep(1000);
      }
      Main.main(arguments);
    }
  }

  @Test
  void aProductThatWritesInPlaceIsFound() throws IOException {
    CommandRun run =
        CommandRun.of(
            new CommandLine(new CrashTestCommand(Product.of(InPlace.class))),
            arguments("--kills", "20", "--work", "compress", "--seed", "3"));
    assertEquals(Main.FAILURE, run.status(), run.errors());
    assertTrue(run.errors().contains("model.safetensors"), run.errors());
    assertTrue(
        run.errors().contains("repeat with --work compress --kills 20 --seed 3"), run.errors());
    assertTrue(run.output().contains("yes"), run.output());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void wrongUseIsOneLine() {
    CommandLineTest.refuses("there is no work 'reading'", "crash-test", "--work", "reading");
    CommandLineTest.refuses("--kills must lie in", "crash-test", "--kills", 0);
  }
}
