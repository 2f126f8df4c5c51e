package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
  private static final long GLANCE = 200_000;

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
    Set<Path> before = OutputTree.of(output).partial();
    long start = System.nanoTime();
    Process process = product.start(arguments, output, words);
    // Nobody else ends it where this process is told to end.
    Thread orphan = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(orphan);
    try {
      int writes = 0;
      boolean writing = false;
      boolean hung = false;
      while (process.isAlive() && !hung) {
        boolean seen = !before.containsAll(OutputTree.of(output).partial());
        writes += seen && !writing ? 1 : 0;
        writing = seen;
        long now = System.nanoTime() - start;
        if (isDue(kill, now, writes)) {
          break;
        }
        hung = now > mostTime;
        LockSupport.parkNanos(GLANCE);
      }
      process.destroyForcibly();
      int status = process.waitFor();
      long nanoseconds = System.nanoTime() - start;
      return new WatchedRun(
          hung ? Ending.HUNG : ending(status, before, output),
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

  private static boolean isDue(Kill kill, long now, int writes) {
    return switch (kill) {
      case Kill.Never _ -> false;
      case Kill.AtTime(long nanoseconds) -> now >= nanoseconds;
      case Kill.AtWrite(int number, long delay) -> {
        if (writes >= number) {
          LockSupport.parkNanos(delay);
        }
        yield writes >= number;
      }
    };
  }

  private static Ending ending(int status, Set<Path> before, Path output) throws IOException {
    if (status != KILLED) {
      return Ending.ITSELF;
    }
    Set<Path> left = new HashSet<>(OutputTree.of(output).partial());
    left.removeAll(before);
    return left.isEmpty() ? Ending.KILLED : Ending.KILLED_WHILE_WRITING;
  }

  private static String lastLine(Path words) throws IOException {
    List<String> lines = Files.readString(words).lines().toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
