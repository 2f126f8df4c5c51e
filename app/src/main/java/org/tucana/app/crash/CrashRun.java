package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.train.Progress;

/**
 * Kills a work in chains: it is begun, killed, gone on with, killed again, until a run ends by
 * itself; then all begins anew. After each kill every file under its final name must be whole, and
 * what is written once must have the bytes of an uninterrupted run; at a chain's end all files
 * must, and nothing half-written may be left.
 *
 * @param product the program
 * @param work what it does
 * @param seed of the moments
 * @param folder an empty one to work in
 */
public record CrashRun(Product product, CrashWork work, long seed, Path folder) {
  private static final double SECOND = 1e9;

  /** How much longer than uninterrupted a run may take before it hangs. */
  private static final long PATIENCE = 20;

  private static final long MOST_UNINTERRUPTED = 600_000_000_000L;

  /**
   * Kills until it was done so often or something is lost.
   *
   * @param kills how often, at least 1
   * @param progress is told after each kill
   */
  public CrashResult kill(int kills, Progress progress) throws IOException {
    long start = System.nanoTime();
    Tally tally = new Tally();
    Optional<String> loss = Optional.empty();
    double uninterrupted = 0;
    try {
      work.prepare(Files.createDirectories(folder.resolve("inputs")));
      Kill.Uninterrupted run = reference();
      uninterrupted = run.nanoseconds() / SECOND;
      for (long attempt = 0; tally.kills < kills; attempt++) {
        Path output = Files.createDirectories(output());
        long done = work.done(output);
        SortedSet<Path> before = OutputTree.of(output).files();
        Kill kill =
            Kill.draw(
                new RandomKey(seed, "crash-test " + work.name(), attempt), work.aimedShare(), run);
        WatchedRun.Ending ending = run(output, kill, PATIENCE * run.nanoseconds()).ending();
        requireWhole(output);
        requireNothingGone(before, done, output);
        if (ending == WatchedRun.Ending.ITSELF) {
          requireAlike(output);
          OutputFolders.delete(output);
          tally.finished++;
        } else {
          tally.kills++;
          tally.whileWriting += ending == WatchedRun.Ending.KILLED_WHILE_WRITING ? 1 : 0;
          progress.at(tally.kills, tally.whileWriting + " while writing");
        }
      }
      finish(run);
      tally.finished++;
    } catch (LossException e) {
      loss = Optional.of("after %d kills: %s".formatted(tally.kills, e.getMessage()));
    }
    return new CrashResult(
        work.name(),
        tally.kills,
        tally.whileWriting,
        tally.finished,
        uninterrupted,
        (System.nanoTime() - start) / SECOND,
        loss);
  }

  private static final class Tally {
    private int kills;
    private int whileWriting;
    private int finished;
  }

  private Path output() {
    return folder.resolve("output");
  }

  private Path reference(Path file) {
    return folder.resolve("uninterrupted").resolve(file);
  }

  /** The run that all others are compared with. */
  private Kill.Uninterrupted reference() throws IOException, LossException {
    Path output = Files.createDirectories(reference(Path.of("")));
    WatchedRun run = run(output, new Kill.Never(), MOST_UNINTERRUPTED);
    requireWhole(output);
    return new Kill.Uninterrupted(run.nanoseconds(), run.writes());
  }

  /** Lets the last chain come to its end. */
  private void finish(Kill.Uninterrupted run) throws IOException, LossException {
    Path output = Files.createDirectories(output());
    run(output, new Kill.Never(), PATIENCE * run.nanoseconds());
    requireWhole(output);
    requireAlike(output);
  }

  private WatchedRun run(Path output, Kill kill, long mostTime) throws IOException, LossException {
    WatchedRun run = WatchedRun.of(product, work.command(output), output, kill, mostTime);
    if (run.ending() == WatchedRun.Ending.HUNG) {
      throw new LossException(
          "a run hangs for %.0f s: %s".formatted(run.nanoseconds() / SECOND, run.words()));
    }
    if (run.ending() == WatchedRun.Ending.ITSELF && run.status() != 0) {
      throw new LossException("a run ended with status " + run.status() + ": " + run.words());
    }
    return run;
  }

  private void requireWhole(Path output) throws IOException, LossException {
    for (Path file : OutputTree.of(output).files()) {
      Optional<String> fault = WholeFiles.fault(output.resolve(file));
      if (fault.isPresent()) {
        throw new LossException(fault.get());
      }
      if (!work.changes(file)) {
        requireAlike(output, file);
      }
    }
  }

  private void requireNothingGone(SortedSet<Path> before, long done, Path output)
      throws IOException, LossException {
    for (Path file : before) {
      if (!Files.exists(output.resolve(file))) {
        throw new LossException(output.resolve(file) + ": is gone");
      }
    }
    long now = work.done(output);
    if (now < done) {
      throw new LossException("the work had come to " + done + " and is back at " + now);
    }
  }

  /** A finished chain has the files of the uninterrupted run, and no others. */
  private void requireAlike(Path output) throws IOException, LossException {
    OutputTree tree = OutputTree.of(output);
    SortedSet<Path> expected = OutputTree.of(reference(Path.of(""))).files();
    if (!tree.files().equals(expected)) {
      throw new LossException(
          output
              + ": holds "
              + tree.files()
              + ", expected those of a run without kills: "
              + expected);
    }
    if (!tree.partial().isEmpty()) {
      throw new LossException(output + ": half-written files stay for good: " + tree.partial());
    }
    if (!tree.locks().isEmpty()) {
      throw new LossException(output + ": stays locked by nobody: " + tree.locks());
    }
    for (Path file : expected) {
      requireAlike(output, file);
    }
  }

  private void requireAlike(Path output, Path file) throws IOException, LossException {
    Path expected = reference(file);
    if (!Files.exists(expected)
        || !Arrays.equals(work.lasting(expected), work.lasting(output.resolve(file)))) {
      throw new LossException(
          output.resolve(file) + ": differs from that of a run without kills, " + expected);
    }
  }
}
