package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tucana.app.CommandLineTest.refuses;
import static org.tucana.app.CommandLineTest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir private Path folder;

  private Object[] simulate(Path out) {
    return new Object[] {"simulate", "--side", 64, "--out", out};
  }

  @Test
  void aPlaceBelowAFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    refuses("since " + file + " is a file", simulate(file.resolve("a/b")));
  }

  @Test
  void aFolderThatMayNotBeWrittenIsRefused() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertTrue(closed.toFile().setWritable(false));
    try {
      assumeFalse(Files.isWritable(closed), "skipped: a superuser may write anywhere");
      refuses("since " + closed + " may not be written", simulate(closed.resolve("sky")));
    } finally {
      assertTrue(closed.toFile().setWritable(true));
    }
  }

  @Test
  void whatAKilledRunLeftIsRemovedAndSaid() throws IOException {
    Path left = Files.createFile(folder.resolve(".tucana-1-1-0.partial"));
    CommandRun run = run(simulate(folder));
    assertEquals(0, run.status(), run.errors());
    assertFalse(Files.exists(left));
    assertTrue(
        run.errors()
            .contains(
                folder + ": removed 1 half-written file that a run left when it was killed\n"),
        run.errors());
  }
}
