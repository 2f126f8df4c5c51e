package org.tucana.app.crash;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the program is started in a process of its own.
 *
 * @param start the command line before the program's arguments
 */
public record Product(List<String> start) {
  /** Options of this process alone: its terminal and relay, and tools that look into it. */
  private static final List<String> NOT_INHERITED =
      List.of("-Dtucana.terminal", "-Dtucana.relay", "-agentlib", "-javaagent");

  public Product {
    start = List.copyOf(start);
  }

  /**
   * With the Java, the options and the class path of this process.
   *
   * @param main the class to start
   */
  public static Product of(Class<?> main) {
    Stream<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> NOT_INHERITED.stream().noneMatch(option::startsWith));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> start = new ArrayList<>(List.of(java));
    options.forEach(start::add);
    start.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return new Product(start);
  }

  /**
   * Starts the program.
   *
   * @param folder where it runs
   * @param words gets all that it says
   */
  Process start(List<String> arguments, Path folder, Path words) throws IOException {
    return new ProcessBuilder(Stream.concat(start.stream(), arguments.stream()).toList())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(words.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }
}
