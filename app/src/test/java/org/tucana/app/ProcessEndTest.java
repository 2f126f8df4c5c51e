package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.Interruption.GentleStop;
import org.tucana.app.crash.CrashWorks;
import org.tucana.app.crash.Product;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.Safetensors;

/** What a process says and leaves when it is told to end, or when nobody takes its result. */
class ProcessEndTest {
  private static final int TERMINATED = 128 + 15;
  private static final List<String> COST =
      List.of("cost", "--arch", "cifar_resnet20", "--classes", "4", "--json");

  @TempDir private Path folder;

  private ProcessBuilder program(List<String> arguments) {
    List<String> start = Product.of(Main.class).start();
    return new ProcessBuilder(Stream.concat(start.stream(), arguments.stream()).toList())
        .directory(folder.toFile())
        .redirectError(folder.resolve("words").toFile());
  }

  /** What it said, but for the virtual machine. */
  private List<String> words() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("words"))) {
      return lines.filter(line -> !line.startsWith("WARNING: Using incubator")).toList();
    }
  }

  private static int status(Process process) throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program does not end");
    return process.exitValue();
  }

  private static void await(Process process, BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      assertTrue(process.isAlive(), "the program has ended");
      Thread.sleep(5);
    }
  }

  @Test
  void trainingThatIsToldToEndSaysFromWhereItGoesOn() throws Exception {
    CrashWorks.named("training").prepare(folder);
    Path files = folder.resolve("out.safetensors.training");
    Path log = files.resolve("log.jsonl");
    Process process =
        program(
                List.of(
                    "train",
                    "detector",
                    "--init",
                    "model.safetensors",
                    "--batch",
                    "1",
                    "--steps",
                    "2000",
                    "--out",
                    "out.safetensors"))
            .start();
    await(process, () -> log.toFile().length() > 0);
    process.destroy();

    assertEquals(TERMINATED, status(process), () -> process + "");
    String step =
        Safetensors.readHeader(files.resolve("checkpoint.safetensors")).metadata().get("step");
    assertEquals(
        List.of(
            "stopped after "
                + step
                + " of 2000 steps; go on with --resume"
                + " out.safetensors.training/checkpoint.safetensors"),
        words());
    assertEquals(Integer.parseInt(step), Files.readAllLines(log).size());
    assertEquals(0, OutputFolders.removeLeftovers(files));
    assertFalse(Files.exists(folder.resolve("out.safetensors")));
  }

  @Test
  void workThatIsToldToEndSaysThatItsFilesAreWhole() throws Exception {
    Process process =
        program(List.of("simulate", "--side", "64", "--count", "100000", "--out", "sky")).start();
    Path sky = folder.resolve("sky");
    await(process, () -> Files.exists(sky.resolve("survey-1-3-catalog.csv")));
    process.destroy();

    assertEquals(TERMINATED, status(process));
    assertEquals(
        List.of(
            "tucana: simulate: stopped before it was done; files that it wrote are whole, run the"
                + " command again for the rest"),
        words());
  }

  @Test
  void aResultThatDoesNotArriveIsAFailure() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: there is no " + full);
    Process intoFull = program(COST).redirectOutput(full.toFile()).start();
    assertEquals(Main.FAILURE, status(intoFull));
    requireOneLineAboutOutput();

    Process closed = program(COST).start();
    closed.getInputStream().close();
    assertEquals(Main.FAILURE, status(closed));
    requireOneLineAboutOutput();
  }

  /** Stands in for a full disk where none can be mounted: no file may grow beyond 32 kB. */
  @Test
  void aFileThatCannotGrowIsToldAndNothingOfItStays() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "skipped: needs " + shell);
    ProcessBuilder builder = program(List.of("simulate", "--side", "128", "--out", "sky"));
    List<String> limited = List.of(shell.toString(), "-c", "ulimit -f 64; exec \"$@\"", "limited");
    builder.command(Stream.concat(limited.stream(), builder.command().stream()).toList());

    assertEquals(Main.FAILURE, status(builder.start()));
    assertEquals(1, words().size(), words().toString());
    assertTrue(words().getFirst().startsWith("tucana: sky/survey-1-0"), words().toString());
    assertTrue(words().getFirst().contains("cannot be written to its end"), words().toString());
    assertEquals(0, OutputFolders.removeLeftovers(folder.resolve("sky")));
    try (Stream<Path> written = Files.list(folder.resolve("sky"))) {
      assertTrue(written.allMatch(file -> file.toFile().length() < 1 << 15));
    }
  }

  private void requireOneLineAboutOutput() throws IOException {
    assertEquals(1, words().size(), words().toString());
    assertTrue(
        words().getFirst().startsWith("tucana: standard output: was closed, or its disk is full"),
        words().toString());
  }

  @Test
  void whoStopsTooSlowlyIsNotWaitedFor() {
    Interruption interruption = new Interruption("train", Duration.ofMillis(1));
    try (GentleStop stop = interruption.gently("the last checkpoint is whole")) {
      assertFalse(stop.isRequested());
      assertEquals("tucana: train: the last checkpoint is whole\n", said(interruption));
      assertTrue(stop.isRequested());
    }
  }

  @Test
  void whoStopsInTimeHasTheWord() {
    Interruption interruption = new Interruption("train", Duration.ofSeconds(60));
    GentleStop stop = interruption.gently("the last checkpoint is whole");
    Thread work =
        Thread.ofVirtual()
            .start(() -> {
              while (!stop.isRequested()) {
                Thread.onSpinWait();
              }
              stop.close();
            });
    assertEquals("", said(interruption));
    assertFalse(work.isInterrupted());
  }

  private static String said(Interruption interruption) {
    PrintStream standardError = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      interruption.happen();
      return errors.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(standardError);
    }
  }
}
