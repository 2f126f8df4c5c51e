package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A run of the program from its start until it ended or was killed.
 *
 * @param ending how it ended
 * @param status its exit status
 * @param nanoseconds how long it ran
 * @param writes how many files were seen being written
 * @param words the last line that it said
 */
record WatchedRun(Ending ending, int status, long nanoseconds, int writes, String words) {
  private static final int KILLED = 128 + 9;

  /** Nanoseconds between two looks at the files: often enough, and the program keeps its cores. */
  private static final long GLANCE = 500_000;

  /** How a run ends. */
  enum Ending {
    ITSELF,
    KILLED,
    KILLED_WHILE_WRITING,
    HUNG
  }

  /**
   * Runs the program.
   *
   * @param output where it runs and writes
   * @param mostTime nanoseconds after which it hangs
   */
  static WatchedRun of(
      Product product, List<String> arguments, Path output, Kill kill, long mostTime)
      throws IOException {
    Path words = output.resolveSibling("words");
    Set<Path> old = new HashSet<>(OutputTree.of(output).partial());
    Set<Path> seen = Set.copyOf(old);
    long start = System.nanoTime();
    Process process = product.start(arguments, output, words);
    // Nobody else ends it where this process is told to end.
    Thread orphan = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(orphan);
    try {
      int writes = 0;
      boolean hung = false;
      while (process.isAlive() && !hung) {
        Set<Path> now = OutputTree.of(output).partial();
        writes += without(now, seen).size();
        seen = now;
        // What an earlier run left is cleaned away, and may come again under the same name.
        old.retainAll(now);
        long time = System.nanoTime() - start;
        OptionalLong delay = kill.delay(time, writes);
        if (delay.isPresent()) {
          LockSupport.parkNanos(delay.getAsLong());
          break;
        }
        hung = time > mostTime;
        LockSupport.parkNanos(GLANCE);
      }
      process.destroyForcibly();
      int status = process.waitFor();
      long nanoseconds = System.nanoTime() - start;
      return new WatchedRun(
          hung ? Ending.HUNG : ending(status, without(OutputTree.of(output).partial(), old)),
          status,
          nanoseconds,
          writes,
          lastLine(words));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("crash-test: interrupted", e);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(orphan);
    }
  }

  private static Ending ending(int status, Set<Path> partial) {
    if (status != KILLED) {
      return Ending.ITSELF;
    }
    return partial.isEmpty() ? Ending.KILLED : Ending.KILLED_WHILE_WRITING;
  }

  private static Set<Path> without(Set<Path> paths, Set<Path> others) {
    Set<Path> rest = new HashSet<>(paths);
    rest.removeAll(others);
    return rest;
  }

  private static String lastLine(Path words) throws IOException {
    List<String> lines = Files.readString(words).lines().toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
