package org.tucana.app.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;

class FolderLockTest {
  private static final int PROCESSES = 3;
  private static final int TURNS = 200;

  @TempDir Path folder;

  @Test
  void oneAtATime() throws IOException {
    Path out = folder.resolve("a").resolve("out");
    try (FolderLock _ = FolderLock.take("detect", out)) {
      assertEquals(
          "detect: --out "
              + out
              + " is being written by another tucana; wait for it, or name another folder",
          assertThrows(FormatException.class, () -> FolderLock.take("detect", out)).getMessage());
    }
    assertFalse(Files.exists(out), "an empty folder does not stay");
    try (FolderLock _ = FolderLock.take("detect", out)) {
      Files.writeString(out.resolve("result"), "x");
    }
    assertTrue(Files.exists(out.resolve("result")));
    try (FolderLock _ = FolderLock.take("detect", out)) {
      assertTrue(Files.exists(out.resolve("result")));
    }
  }

  @Test
  void whatKilledOnesLeftIsCleaned() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".a.tucana-partial"));
    Files.writeString(left.resolve("catalog.csv"), "id");
    Files.writeString(folder.resolve(".tucana-lock"), "of one who was killed");
    try (FolderLock _ = FolderLock.take("detect", folder)) {
      assertFalse(Files.exists(left));
    }
  }

  /** Real processes that take the lock in turn, each while it holds it alone in the folder. */
  @Test
  void processesNeverMeet() throws Exception {
    Path out = folder.resolve("out");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Guest.class.getName(),
                  out.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(0, process.exitValue());
    }
  }

  /** Ends with status 1 where it is not alone. */
  static final class Guest {
    private Guest() {}

    public static void main(String[] arguments) throws IOException {
      Path out = Path.of(arguments[0]);
      int turns = 0;
      while (turns < TURNS) {
        try (FolderLock _ = FolderLock.take("guest", out)) {
          Path mark = out.resolve("mark");
          Files.createFile(mark);
          Thread.onSpinWait();
          Files.delete(mark);
          turns++;
        } catch (FormatException _) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
