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
            new CommandLine(new CrashTestCommand()),
            arguments("--work", "detect", "--kills", "1", "--json"));
    assertEquals(0, run.status(), run.errors());
    JsonNode work = new ObjectMapper().readTree(run.output()).at("/works/0");
    assertEquals("detect", work.get("work").asText());
    assertEquals(1, work.get("kills").asInt(), run.output());
    assertTrue(work.get("loss").isNull(), run.output());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  /** Begins a catalogue under its name, where it is going to be killed. */
  static final class InPlace {
    private InPlace() {}

    public static void main(String[] arguments) throws IOException {
      if (!Path.of("").toAbsolutePath().endsWith("uninterrupted")) {
        Files.writeString(Path.of("catalog.csv"), "id,class,sc");
      }
    }
  }

  @Test
  void aProductThatWritesInPlaceIsFound() throws IOException {
    CommandRun run =
        CommandRun.of(
            new CommandLine(new CrashTestCommand(Product.of(InPlace.class))),
            arguments("--kills", "20", "--work", "detect", "--seed", "3"));
    assertEquals(Main.FAILURE, run.status(), run.errors());
    assertTrue(run.errors().contains("catalog.csv: ends in the middle"), run.errors());
    assertTrue(
        run.errors().contains("repeat with --work detect --kills 20 --seed 3"), run.errors());
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
