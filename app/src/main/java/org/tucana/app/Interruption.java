package org.tucana.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is said and done when the process is told to end, by SIGINT, SIGTERM or SIGHUP. The virtual
 * machine then ends with the status that shells know, 128 and the signal's number; work goes on
 * until the line is said, and whoever can stop at a good point is waited for.
 */
final class Interruption {
  /** Less than the ten seconds after which those who stop containers kill. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final String command;
  private final Duration patience;
  private volatile Optional<GentleStop> gentle = Optional.empty();
  private volatile boolean requested;

  /**
   * @param command what the line begins with
   * @param patience how long work that can stop at a good point is waited for
   */
  Interruption(String command, Duration patience) {
    this.command = command;
    this.patience = patience;
  }

  /** One that nothing triggers. */
  static Interruption none() {
    return new Interruption("", Duration.ZERO);
  }

  /** While it is open, the process ends as its command is told here. */
  static Watch watch(String... arguments) {
    return new Watch(new Interruption(arguments.length == 0 ? "tucana" : arguments[0], PATIENCE));
  }

  /** The time in which signals are heard. */
  static final class Watch implements AutoCloseable {
    private final Interruption interruption;
    private final Thread hook;

    private Watch(Interruption interruption) {
      this.interruption = interruption;
      hook = Thread.ofPlatform().name("tucana-interruption").unstarted(interruption::happen);
      Runtime.getRuntime().addShutdownHook(hook);
    }

    Interruption interruption() {
      return interruption;
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // A signal came first, and the process is about to end with the signal's status.
      }
    }
  }

  /** Work that stops at a good point soon after it is asked to, and says so itself. */
  final class GentleStop implements AutoCloseable {
    private final String otherwise;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private GentleStop(String otherwise) {
      this.otherwise = otherwise;
    }

    /** Whether the work is asked to stop. */
    boolean isRequested() {
      return requested;
    }

    /** The work has stopped, or is done. */
    @Override
    public void close() {
      gentle = Optional.empty();
      stopped.countDown();
    }
  }

  /**
   * Begins work that can stop at a good point.
   *
   * @param otherwise what is said where that takes too long
   */
  GentleStop gently(String otherwise) {
    GentleStop stop = new GentleStop(otherwise);
    gentle = Optional.of(stop);
    return stop;
  }

  /** Asks the work to stop, waits for that where it is of use, and says what became of it. */
  void happen() {
    requested = true;
    Optional<GentleStop> stop = gentle;
    if (stop.isEmpty()) {
      say(
          command
              + ": stopped before it was done; files that it wrote are whole, run the command again"
              + " for the rest");
    } else if (!isInTime(stop.get())) {
      say(command + ": " + stop.get().otherwise);
    }
    silence();
  }

  private boolean isInTime(GentleStop stop) {
    try {
      return stop.stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void say(String line) {
    if (Console.isTerminal()) {
      // A bar may stand in the line where the cursor is.
      System.err.println();
    }
    Console.error(line);
  }

  /** What the work meets with from now on is of no interest: the process ends. */
  private static void silence() {
    System.err.flush();
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false));
    try {
      StandardErrorRelay.finish();
    } catch (IOException e) {
      throw new IllegalStateException("standard error cannot be closed", e);
    }
  }
}
