package org.tucana.app.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a range of a target's damaged files, one after the other through one place on disk. */
final class ReadingThread extends Thread {
  private static final long IDLE = -1;

  private final Mutants mutants;
  private final Path file;
  private final long first;
  private final long count;
  private final FuzzTally tally;
  private final AllocationMeter meter = new AllocationMeter();
  private volatile long reading = IDLE;
  private volatile long since;
  private volatile boolean stopped;
  private volatile Throwable failure;

  ReadingThread(Mutants mutants, Path file, long first, long count, FuzzTally tally) {
    super("fuzz " + mutants.target().name());
    this.mutants = mutants;
    this.file = file;
    this.first = first;
    this.count = count;
    this.tally = tally;
    setDaemon(true);
  }

  @Override
  public void run() {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long index = first; index < first + count && !stopped; index++) {
        byte[] bytes = mutants.file(index);
        // Overwritten and cut: file systems are slow at files that become empty in between.
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
          channel.write(rest, rest.position());
        }
        channel.truncate(bytes.length);
        read(index, bytes.length);
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void read(long index, long size) {
    since = System.nanoTime();
    reading = index;
    Trial trial = Trial.of(mutants.target(), file, size, meter);
    reading = IDLE;
    if (!stopped) {
      tally.add(index, size, trial);
    }
  }

  /** Whether one file has been read for longer than that. */
  boolean exceeds(long nanoseconds) {
    return reading != IDLE && System.nanoTime() - since > nanoseconds;
  }

  /** The file that is being read. */
  long reading() {
    return reading;
  }

  /** Asks the thread to end; what it still reads counts no more. */
  void abandon() {
    stopped = true;
    interrupt();
  }

  /** Says why the thread ended early, unless it did not. */
  void rethrow() {
    if (failure != null) {
      throw new IllegalStateException(getName() + ": the harness failed", failure);
    }
  }
}
