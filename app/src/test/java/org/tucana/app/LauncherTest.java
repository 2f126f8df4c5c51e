package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, run from a folder of its own that counts as built. */
class LauncherTest {
  private static final String SHELL = "/bin/sh";
  private static final String COST = "cost --arch cifar_resnet20 --classes 4 --json";

  @TempDir private Path folder;

  @BeforeEach
  void install() throws IOException {
    assumeTrue(Files.isExecutable(Path.of(SHELL)), "skipped: needs " + SHELL);
    Path root = Path.of("").toAbsolutePath().getParent();
    Files.copy(root.resolve("tucana"), folder.resolve("tucana"));
    Files.createDirectories(folder.resolve(".mvn"));
    Files.copy(root.resolve(".mvn/find-jdk.sh"), folder.resolve(".mvn/find-jdk.sh"));
    Files.createDirectories(folder.resolve("app/src/main"));
    Files.createFile(folder.resolve("pom.xml"));
    Files.createFile(folder.resolve("app/pom.xml"));
    Path target = Files.createDirectories(folder.resolve("app/target"));
    writeJar(target.resolve("app.jar"));
    Files.createFile(target.resolve("built"));
    Files.setLastModifiedTime(
        target.resolve("built"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));
  }

  /** A jar that only says where the classes of this test run lie. */
  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  /** Runs a line of shell in which {@code $T} is the script; its status is the last command's. */
  private int shell(String line) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(SHELL, "-c", line)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("words").toFile());
    builder.environment().put("T", SHELL + " " + folder.resolve("tucana"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), line + " does not end");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  @Test
  void closedStreamsAreNoPlaceToWriteTo() throws Exception {
    assertEquals(0, shell("$T " + COST + " <&-"));
    List<String> result = lines("out");
    assertTrue(result.size() > 2, result.toString());
    assertEquals(List.of(), lines("words"));

    assertEquals(0, shell("$T " + COST + " 2>&-"));
    assertEquals(result, lines("out"));

    assertEquals(Main.FAILURE, shell("$T " + COST + " >&-"));
    assertEquals(1, lines("words").size(), lines("words").toString());
    assertTrue(
        lines("words").getFirst().startsWith("tucana: standard output: was closed"),
        lines("words").toString());
  }

  /** The reader is gone before a word is written, and both streams lead to it. */
  @Test
  void whoeverStopsReadingStopsTheProgram() throws Exception {
    assertEquals(0, shell("($T " + COST + " 2>&1; echo $? >status) | true"));
    while (!Files.exists(folder.resolve("status"))) {
      Thread.sleep(5);
    }
    assertEquals(List.of(Integer.toString(Main.FAILURE)), lines("status"));
  }

  /** Whoever waits for the end of what is said is not kept by the relay. */
  @Test
  void nothingStaysOfAProgramThatIsKilledAtItsStart() throws Exception {
    Path home = Files.createDirectories(folder.resolve("java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    for (String program : List.of("javac", "java")) {
      Path file = Files.createDirectories(home.resolve("bin")).resolve(program);
      Files.writeString(file, "#!" + SHELL + "\necho begun >&2\nkill -9 $$\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    assertEquals(0, shell("JAVA_HOME=" + home + " $T --version 2>&1 | cat"));
    assertEquals(List.of("begun"), lines("out"));
  }
}
