package org.tucana.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.work.Work;
import org.tucana.core.BackendOptions;

/**
 * Measures the memory that a work takes in a virtual machine of its own, where nothing lies about
 * from other works. A peer in Python then is a fresh process of its own as well; ONNX Runtime works
 * in the virtual machine, whose own memory counts.
 */
public final class MemoryProbe {
  private static final int ARGUMENTS = 3;

  /** Whose memory. */
  enum Side {
    OWN,
    PEER
  }

  private MemoryProbe() {}

  /** Arguments: the side, a number of threads, a work's name. Prints the bytes, if any. */
  public static void main(String[] arguments) throws PeerUnavailableException {
    if (arguments.length != ARGUMENTS) {
      throw new IllegalArgumentException("benchmark: expected OWN|PEER THREADS WORK");
    }
    Work work = Work.named(arguments[2]);
    try (CpuSuite suite = new CpuSuite(BackendOptions.threads(Integer.parseInt(arguments[1])));
        Contestant side =
            switch (Side.valueOf(arguments[0])) {
              case OWN -> suite.own(work);
              case PEER -> suite.peer(work);
            }) {
      side.meanMillis(1);
      side.peakBytes().ifPresent(System.out::println);
    }
  }

  /** The bytes of a side of a work; empty, and told, where they cannot be had. */
  static OptionalLong measure(Side side, int threads, Work work) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command(side, threads, work))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said;
      try (var output = process.inputReader()) {
        said = output.readLine();
      }
      int status = process.waitFor();
      if (status == 0 && said != null) {
        return OptionalLong.of(Long.parseLong(said));
      }
      System.err.println(
          "bench: no memory of " + work.name() + ": its process ended with status " + status);
    } catch (IOException e) {
      System.err.println("bench: no memory of " + work.name() + ": " + e.getMessage());
    }
    return OptionalLong.empty();
  }

  /** This virtual machine's options and classes. */
  private static List<String> command(Side side, int threads, Work work) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        Arrays.asList(
            MemoryProbe.class.getName(), side.name(), Integer.toString(threads), work.name()));
    return command;
  }
}
