package org.tucana.bench.peer;

import java.util.OptionalLong;

/** One side of a comparison, ready to run. */
public interface Contestant extends AutoCloseable {
  /** Runs once untimed, to wake its threads, then so often timed; milliseconds a run. */
  double meanMillis(int runs);

  /**
   * Gives back what its process can do without, does the work twice, and says how many bytes of
   * that process were resident at most meanwhile; empty where the system does not tell.
   */
  default OptionalLong peakBytes() {
    if (!ProcessMemory.settle()) {
      return OptionalLong.empty();
    }
    meanMillis(1);
    return ProcessMemory.peakBytes();
  }

  @Override
  void close();

  /** A contestant of this process, timed here. */
  static Contestant of(Runnable work, Runnable closing) {
    return new Contestant() {
      @Override
      public double meanMillis(int runs) {
        work.run();
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
          work.run();
        }
        return (System.nanoTime() - start) * 1e-6 / runs;
      }

      @Override
      public void close() {
        closing.run();
      }
    };
  }
}
