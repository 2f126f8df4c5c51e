package org.tucana.app.fuzz;

import java.nio.file.Path;
import org.tucana.core.type.TucanaException;

/**
 * One file read by one reader.
 *
 * @param outcome what came of it
 * @param allocated bytes allocated meanwhile
 * @param nanoseconds how long it took
 */
record Trial(Outcome outcome, long allocated, long nanoseconds) {
  /** What the virtual machine makes once for a class or a call site shall not count. */
  private static final int MOST_READS = 3;

  private static final long ALLOWANCE = 1_000_000;

  /** Most bytes that reading a file may allocate. */
  static long limit(long fileSize) {
    return 2 * fileSize + ALLOWANCE;
  }

  /**
   * Reads a file; again, where more than the limit was allocated, since only what is allocated each
   * time is the reader's doing.
   */
  static Trial of(FuzzTarget target, Path file, long fileSize, AllocationMeter meter) {
    Trial trial = once(target, file, meter);
    for (int read = 1; read < MOST_READS && trial.allocated > limit(fileSize); read++) {
      trial = once(target, file, meter);
    }
    return trial.allocated <= limit(fileSize) || trial.outcome instanceof Outcome.Fault
        ? trial
        : new Trial(
            new Outcome.Fault(
                "allocates too much",
                trial.allocated
                    + " bytes for a file of "
                    + fileSize
                    + ", expected at most "
                    + limit(fileSize)),
            trial.allocated,
            trial.nanoseconds);
  }

  private static Trial once(FuzzTarget target, Path file, AllocationMeter meter) {
    Throwable thrown = null;
    long start = System.nanoTime();
    meter.start();
    try {
      target.reader().read(file);
    } catch (Throwable e) {
      // Whatever it is, errors of the virtual machine among them: the outcome tells it.
      thrown = e;
    }
    long allocated = meter.bytes();
    long nanoseconds = System.nanoTime() - start;
    return new Trial(outcome(thrown, file.getFileName().toString()), allocated, nanoseconds);
  }

  private static Outcome outcome(Throwable thrown, String fileName) {
    return switch (thrown) {
      case null -> new Outcome.Accepted();
      case TucanaException e when e.getMessage().contains(fileName) ->
          new Outcome.Refused(e.getMessage());
      case TucanaException e -> Outcome.Fault.of("refusal that does not name the file", e);
      default -> Outcome.Fault.of(thrown.getClass().getName(), thrown);
    };
  }
}
