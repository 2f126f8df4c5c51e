package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardErrorRelayTest {
  private static final String SHELL = "/bin/sh";

  /** The relay of the tucana script, slowed down so that a program that does not wait is seen. */
  private static final String SCRIPT =
      """
      mkfifo words
      (exec <words; sleep 1; exec cat) >heard &
      exec "$1" -Dtucana.relay=$! -cp "$2" "$3" 2>words
      """;

  @Test
  void everythingSaidIsHeardWhenTheProgramEnds(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(SHELL)), "skipped: needs " + SHELL);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                SHELL,
                "-c",
                SCRIPT,
                SHELL,
                java,
                System.getProperty("java.class.path"),
                Speaker.class.getName())
            .directory(folder.toFile())
            .inheritIO()
            .start();

    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program does not end");
    assertEquals(3, process.exitValue());
    assertEquals(
        "first" + System.lineSeparator() + "last", Files.readString(folder.resolve("heard")));
  }

  /** Says two things and ends with status 3. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] args) throws IOException {
      System.err.println("first");
      System.err.print("last");
      StandardErrorRelay.finish();
      System.exit(3);
    }
  }
}
