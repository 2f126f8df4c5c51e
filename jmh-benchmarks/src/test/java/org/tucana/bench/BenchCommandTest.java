package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import picocli.CommandLine;

class BenchCommandTest {
  @TempDir private Path folder;

  private void assertRefuses(String words, String... options) {
    BenchCommand command = new BenchCommand();
    new CommandLine(command).parseArgs(options);
    String message = assertThrows(FormatException.class, command::call).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void aRooflineThatCannotBeDrawnIsToldBeforeMeasuring() {
    assertRefuses("leave one of them away", "--backend", "cuda", "--roofline", "a.png");
    assertRefuses("is a folder; name a file", "--roofline", folder.toString());
    assertRefuses(
        "lies in no folder that exists; make it",
        "--roofline",
        folder.resolve("absent").resolve("a.png").toString());
  }

  @Test
  void aNameOfNoWorkIsToldWithAllOfThem() {
    assertRefuses("expected one of sgemm-512, ", "--only", "gemm");
  }
}
