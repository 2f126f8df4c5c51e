package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.crash.CrashWorks;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResidualClassifier;

/** Every command that writes, on a small file system in memory that is full or soon will be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullFileSystemTest {
  private static final long BLOCK = 4096;
  private static final String FILLING = "filling";

  private Path small;
  private Path inputs;

  @BeforeAll
  void mount(@TempDir Path folder) throws Exception {
    small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tucana-test", small.toString()),
        "skipped: no file system can be mounted here; needs a superuser");
    inputs = Files.createDirectory(folder.resolve("inputs"));
    CrashWorks.named("detect").prepare(inputs);
    Path config = Files.writeString(inputs.resolve("tiny.json"), CommandLineTest.TINY);
    CommandRun trained =
        CommandLineTest.run(
            "train",
            "detector",
            "--out",
            in("whole.safetensors"),
            "--config",
            config,
            "--steps",
            1);
    assertEquals(0, trained.status(), trained.errors());
    StampFolder.write(inputs.resolve("stamps"), 4, 64);
    Npy.write(inputs.resolve("x.npy"), HostTensor.of(Shape.of(64, 64), noise(64 * 64)));
    Safetensors.write(
        inputs.resolve("x.safetensors"),
        new TensorFile(
            Map.of("input", HostTensor.of(Shape.of(1, 3, 32, 32), new float[3 * 32 * 32])),
            Map.of()));
    writeWeights("cifar_resnet20", inputs.resolve("cifar.safetensors"));
    writeWeights("resnet18", inputs.resolve("resnet18.safetensors"));
    Files.writeString(
        inputs.resolve("truth.json"),
        """
        {"images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 8}],
         "annotations": [], "categories": [{"id": 1, "name": "spiral"}]}
        """);
  }

  private static float[] noise(int length) {
    float[] noise = new float[length];
    Philox stream = new RandomKey(1, "noise", 0).stream();
    for (int i = 0; i < length; i++) {
      noise[i] = (float) stream.nextGaussian();
    }
    return noise;
  }

  private static void writeWeights(String architecture, Path file) throws IOException {
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        ResidualClassifier network =
            ResidualClassifier.named(architecture, 3, 4, BatchNormSpec.trained())
                .apply(ParameterSpace.random(backend, 1))) {
      Safetensors.write(file, new TensorFile(StateDict.read(network), Map.of()));
    }
  }

  @AfterAll
  void unmount() throws Exception {
    if (inputs != null) {
      assertTrue(run("umount", small.toString()), small + " cannot be unmounted");
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }

  private String in(String name) {
    return inputs.resolve(name).toString();
  }

  private String out(String name) {
    return small.resolve(name).toString();
  }

  /** Every command that writes files, each with its smallest work. */
  private Map<String, List<String>> commands() {
    String model = in("model.safetensors");
    String picture = in("pictures/sky-0.png");
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("demo", List.of("demo", "--model", model, "--side", "64", "--out", out("demo")));
    all.put("simulate", List.of("simulate", "--side", "64", "--out", out("sky")));
    all.put("detect", List.of("detect", picture, "--model", model, "--out", out("found")));
    all.put("trace", List.of("trace", picture, "--model", model, "--out", out("trace")));
    all.put("evaluate --report", evaluate(model, "--report", out("report")));
    all.put("evaluate --write-coco", evaluate(model, "--write-coco", out("coco")));
    all.put("train detector", train("detector", model));
    all.put("train classes", train("classes", in("whole.safetensors"), "--data", in("stamps")));
    all.put(
        "train classifier",
        train("classifier", in("resnet18.safetensors"), "--data", in("stamps")));
    List<String> compress =
        List.of("compress", "--model", model, "--layers", "backbone.body.layer1.0.*");
    all.put("compress", with(compress, "--ranks", "fixed:2", "--runs", "0", "--out", out("c")));
    all.put(
        "compress --sweep", with(compress, "--sweep", "fixed:2", "--runs", "0", "--out", out("s")));
    all.put(
        "decompose",
        List.of(
            "decompose",
            "--input",
            in("x.npy"),
            "--method",
            "pca",
            "--ranks",
            "2",
            "--out",
            out("parts.safetensors")));
    all.put(
        "infer",
        List.of(
            "infer",
            "--arch",
            "cifar_resnet20",
            "--classes",
            "4",
            "--weights",
            in("cifar.safetensors"),
            "--input",
            in("x.safetensors"),
            "--out",
            out("y.safetensors")));
    all.put("convert", List.of("convert", in("truth.json"), "--out", out("truth.json")));
    all.put("fuzz", List.of("fuzz", "--target", "npy", "--only", "1", "--out", out("damaged")));
    return all;
  }

  private static List<String> evaluate(String model, String... more) {
    return with(List.of("evaluate", "--set", "easy", "--count", "1", "--model", model), more);
  }

  private List<String> train(String what, String init, String... more) {
    List<String> settings = List.of("--steps", "1", "--batch", "1", "--out", out("model"));
    return with(
        with(List.of("train", what, "--init", init), settings.toArray(String[]::new)), more);
  }

  private static List<String> with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  /** Takes all room but so many blocks. */
  private void fill(long blocks) throws IOException {
    FileStore store = Files.getFileStore(small);
    long free = store.getUsableSpace();
    Files.write(small.resolve(FILLING), new byte[(int) Math.max(0, free - blocks * BLOCK)]);
  }

  /** The files that hold something; an empty log is no loss. */
  private Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(small)) {
      return new TreeSet<>(
          files.filter(file -> file.toFile().length() > 0).filter(Files::isRegularFile).toList());
    }
  }

  private void empty() throws IOException {
    try (Stream<Path> files = Files.walk(small)) {
      for (Path file : files.filter(path -> !path.equals(small)).toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  private void failsInOneLine(String name, CommandRun run) {
    inOneLine(name, Main.FAILURE, run);
    assertTrue(run.errors().contains("make room"), name + ": " + run.errors());
  }

  /** Says one line that names the place, after what it says when all is well. */
  private void inOneLine(String name, int status, CommandRun run) {
    List<String> errors = run.errors().lines().filter(line -> line.startsWith("tucana: ")).toList();
    assertEquals(status, run.status(), name + ": " + run.errors());
    assertEquals(1, errors.size(), name + ": " + run.errors());
    assertTrue(errors.getFirst().contains(small.toString()), name + ": " + errors);
    assertFalse(run.errors().contains("\tat "), name + ": " + run.errors());
    assertEquals("", run.output(), name);
  }

  /** A place that may not be written is wrong use, and told before the work. */
  @Test
  void readOnly() throws Exception {
    empty();
    for (Map.Entry<String, List<String>> command : commands().entrySet()) {
      assumeTrue(
          run("mount", "-o", "remount,ro", small.toString()), "skipped: it cannot be read-only");
      try {
        CommandRun run = CommandRun.of(command.getValue().toArray(String[]::new));
        inOneLine(command.getKey(), Main.WRONG_INPUT, run);
      } finally {
        assertTrue(run("mount", "-o", "remount,rw", small.toString()), "it stays read-only");
      }
    }
    assertEquals(Set.of(), files());
  }

  @Test
  void fullFromTheStart() throws IOException {
    for (Map.Entry<String, List<String>> command : commands().entrySet()) {
      empty();
      fill(0);
      CommandRun run = CommandRun.of(command.getValue().toArray(String[]::new));
      failsInOneLine(command.getKey(), run);
      assertEquals(Set.of(small.resolve(FILLING)), files(), command.getKey());
    }
  }

  /** A file that is there already stays as it was, and what was finished before is whole. */
  @Test
  void fullWhileFilesAreWritten() throws IOException {
    int failed = 0;
    for (Map.Entry<String, List<String>> command : commands().entrySet()) {
      empty();
      String last = command.getValue().getLast();
      boolean file = last.endsWith("safetensors") || last.endsWith("json");
      byte[] before = {1, 2, 3};
      Optional<Path> there =
          file ? Optional.of(Files.write(Path.of(last), before)) : Optional.empty();
      fill(1);
      CommandRun run = CommandRun.of(command.getValue().toArray(String[]::new));
      for (Path path : files()) {
        assertFalse(path.toString().endsWith(".partial"), command.getKey() + ": " + path);
      }
      if (run.status() == 0) {
        // One block was enough.
        continue;
      }
      failed++;
      failsInOneLine(command.getKey(), run);
      if (there.isPresent()) {
        assertArrayEquals(before, Files.readAllBytes(there.get()), command.getKey());
      }
    }
    assertTrue(failed > 8, failed + " commands failed");
  }
}
