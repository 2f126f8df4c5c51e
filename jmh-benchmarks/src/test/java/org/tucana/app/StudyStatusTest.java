package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as the program offers it: wrong use and input are told in one line. */
class StudyStatusTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./tucana (study [^#\\n]*)");

  @TempDir private Path folder;

  private static void assertRefuses(String words, String... arguments) {
    PrintStream standardError = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status;
    try {
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      status = Main.commandLine().execute(arguments);
    } finally {
      System.setErr(standardError);
    }
    String said = errors.toString(StandardCharsets.UTF_8);
    assertEquals(Main.WRONG_INPUT, status, said);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.contains(words), said);
  }

  @Test
  void wrongInputEndsWithStatusTwo() {
    String out = folder.resolve("out").toString();
    assertRefuses("a study is missing: compact", "study");
    assertRefuses("Missing required option: '--out=DIR'", "study", "compact");
    assertRefuses("expected at least two, got 0", "study", "compact", "--out", out);
    assertRefuses(
        "backend: there is no 'opencl'", "study", "compact", "--out", out, "--backend", "opencl");
    assertRefuses(
        "there is no such file",
        "study",
        "compact",
        "--model",
        "a=" + folder.resolve("absent.safetensors"),
        "--model",
        "b=" + folder.resolve("absent.safetensors"),
        "--out",
        out);
  }

  @Test
  void documentedCommandsParse() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    int commands = 0;
    for (Path document : List.of(root.resolve("README.md"), root.resolve("docs/study.md"))) {
      Matcher matcher = COMMAND.matcher(Files.readString(document));
      while (matcher.find()) {
        String[] words = matcher.group(1).strip().split("\\s+");
        assertTrue(Main.commandLine().parseArgs(words).hasSubcommand(), matcher.group());
        commands++;
      }
    }
    assertTrue(commands >= 3, "commands " + commands);
  }
}
