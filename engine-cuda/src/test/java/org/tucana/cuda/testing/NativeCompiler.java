package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds small shared libraries and programs, and runs programs, where there is a gcc on Linux. */
public final class NativeCompiler {
  /**
   * What a program did.
   *
   * @param output standard output and standard error together
   */
  public record Run(int status, String output) {}

  private final Path folder;

  /** Skips the test where there is no gcc on Linux. */
  public NativeCompiler(Path folder) {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "shared libraries of Linux");
    assumeTrue(isThere(), "no gcc");
    this.folder = folder;
  }

  private static boolean isThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(p -> Files.isExecutable(Path.of(p, "gcc")));
  }

  /** The root of the repository. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("mvnw")) ? here : here.getParent();
  }

  /** A shared library whose name is also its SONAME and its symbols' version, as NVIDIA's are. */
  public Path library(String name, Path source) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    Path exports = Files.writeString(folder.resolve(name + ".map"), name + " { global: *; };\n");
    gcc(
        "-shared",
        "-fPIC",
        "-Wl,-soname," + name,
        "-Wl,--version-script=" + exports,
        "-o",
        file.toString(),
        source.toString());
    return file;
  }

  public Path program(String name, Path source, Path library)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    gcc("-o", file.toString(), source.toString(), library.toString());
    return file;
  }

  private void gcc(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gcc", "-Wall", "-Werror"));
    command.addAll(List.of(arguments));
    Run run = run(command, Map.of());
    assertEquals(0, run.status(), run.output());
  }

  public Run run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(folder, "output", ".txt");
    builder.redirectOutput(output.toFile());
    int status = builder.start().waitFor();
    return new Run(status, Files.readString(output));
  }
}
