package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.tucana.nn.train.Progress;

/**
 * Reads damaged files and watches the reader: it may take the file or throw a {@link
 * org.tucana.core.type.TucanaException} that names it, within a limit of memory ({@link Trial}) and
 * of time. Everything else is a finding.
 *
 * @param target the reader
 * @param seed of all choices
 * @param folder where files are put; a file that brings the virtual machine down stays there
 * @param timeLimit for one file
 */
public record FuzzRun(FuzzTarget target, long seed, Path folder, Duration timeLimit) {
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** A second for what takes microseconds, and room for a machine that does other things. */
  public static final Duration USUAL_TIME_LIMIT = Duration.ofSeconds(10);

  /**
   * Reads files by their numbers. A file that is not done in time is the last one, because its
   * thread cannot be ended.
   *
   * @param first number of the first file
   * @param count how many files
   * @throws IllegalStateException where the reader refuses a good file
   */
  public FuzzResult read(long first, long count, Progress progress) throws IOException {
    readGoodFiles();
    FuzzTally tally = new FuzzTally();
    ReadingThread thread =
        new ReadingThread(
            new Mutants(target, seed), folder.resolve(target.fileName()), first, count, tally);
    thread.start();
    try {
      while (!thread.join(GLANCE)) {
        progress.at(tally.read(), tally.findings() + " findings");
        if (thread.exceeds(timeLimit.toNanos())) {
          tally.add(
              thread.reading(),
              new Outcome.Fault("hang", "takes longer than " + timeLimit.toSeconds() + " s"));
          thread.abandon();
          return tally.result(target.name(), true);
        }
      }
    } catch (InterruptedException e) {
      thread.abandon();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("fuzz: interrupted", e);
    }
    thread.rethrow();
    return tally.result(target.name(), false);
  }

  /** The damaged file of a number. */
  public byte[] file(long index) {
    return new Mutants(target, seed).file(index);
  }

  private void readGoodFiles() throws IOException {
    Path file = folder.resolve(target.fileName());
    AllocationMeter meter = new AllocationMeter();
    for (int i = 0; i < target.goodFiles().size(); i++) {
      byte[] bytes = target.goodFiles().get(i);
      Files.write(file, bytes);
      Trial trial = Trial.of(target, file, bytes.length, meter);
      if (!(trial.outcome() instanceof Outcome.Accepted)) {
        throw new IllegalStateException(
            "fuzz: " + target.name() + " does not take its good file " + i + ": " + trial);
      }
    }
  }
}
