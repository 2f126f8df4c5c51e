package org.tucana.gpucheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.cuda.testing.NativeCompiler;

/** What {@code native/gpu-check} makes of steps that pass, fail and have nothing to do. */
class ScriptTest {
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        *--commit) echo 0123abc ;;
        *" doctor") printf 'backends:\\n  cuda: ready\\n' ;;
        *" NetworkSuite") echo '4 passed, 1 failed, 0 skipped'; exit 1 ;;
        *" ParitySuite") printf 'skipped 2: no files\\n0 passed, 0 failed, 2 skipped\\n'; exit 3 ;;
        *" bench "*) printf 'bench: x ...\\ndevice D\\n\\n| work |\\n' ;;
        *) echo '7 passed, 0 failed, 0 skipped' ;;
      esac
      """;

  @TempDir private Path folder;
  private NativeCompiler programs;

  @BeforeEach
  void open() {
    programs = new NativeCompiler(folder);
  }

  private NativeCompiler.Run script(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(NativeCompiler.root().resolve("native/gpu-check").toString());
    command.addAll(List.of(arguments));
    return programs.run(command, Map.of());
  }

  private String word(String output, String step) {
    return output
        .lines()
        .filter(line -> line.matches("\\w+ +" + step + " .*"))
        .findFirst()
        .orElseThrow()
        .replaceFirst(" .*", "");
  }

  private NativeCompiler.Run pretended(Path out, String... options)
      throws IOException, InterruptedException {
    Path java = Files.createDirectories(folder.resolve("image/bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertTrue(java.toFile().setExecutable(true));
    Path jar = Files.createFile(folder.resolve("x.jar"));
    List<String> arguments =
        new ArrayList<>(
            List.of("--java", "" + folder.resolve("image"), "--jar", "" + jar, "--out", "" + out));
    arguments.addAll(List.of(options));
    return script(arguments.toArray(String[]::new));
  }

  @Test
  void stepsAreToldApart() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    NativeCompiler.Run run = pretended(out);
    assertEquals(1, run.status(), run.output());
    assertEquals("ok", word(run.output(), "doctor"), run.output());
    assertEquals("ok", word(run.output(), "contract"), run.output());
    assertEquals("FAILED", word(run.output(), "networks"), run.output());
    assertEquals("skipped", word(run.output(), "parity"), run.output());
    assertTrue(run.output().contains("no files"), run.output());
    assertTrue(run.output().contains("1 failed in "), run.output());
    String summary = Files.readString(out.resolve("summary.md"));
    assertTrue(summary.contains("- commit: 0123abc"), summary);
    assertTrue(summary.contains("4 passed, 1 failed, 0 skipped"), summary);
    assertTrue(summary.contains("device D") && !summary.contains("bench: x"), summary);
  }

  @Test
  void someStepsRunAlone() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    NativeCompiler.Run run = pretended(out, "--only", "contract,parity");
    assertEquals(0, run.status(), run.output());
    assertEquals("ok", word(run.output(), "contract"), run.output());
    assertEquals("skipped", word(run.output(), "parity"), run.output());
    assertEquals(3, run.output().lines().count(), run.output());
    assertTrue(Files.readString(out.resolve("summary.md")).contains("doctor was not run"));
  }

  @Test
  void wrongUseIsToldInOneLine() throws IOException, InterruptedException {
    NativeCompiler.Run unknown = script("--nonsense");
    assertEquals(2, unknown.status());
    assertEquals(
        "native/gpu-check: unknown option --nonsense; see native/gpu-check --help",
        unknown.output().strip());
    NativeCompiler.Run missing = script("--jar", folder + "/none.jar");
    assertEquals(2, missing.status());
    assertTrue(missing.output().contains("none.jar; make it by native/gpu-check-bundle"));
    NativeCompiler.Run step = script("--only", "contract,contracts");
    assertEquals(2, step.status());
    assertTrue(step.output().contains("unknown step contracts, expected some of doctor contract"));
    NativeCompiler.Run help = script("--help");
    assertEquals(0, help.status());
    assertTrue(help.output().contains("Example: native/gpu-check"));
  }
}
