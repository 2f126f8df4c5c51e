package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;

/** Cuts a range of independent items into chunks for the threads. */
final class Ranges {
  /** Work on consecutive items. */
  @FunctionalInterface
  interface Task {
    void run(int from, int to, Scratch scratch);
  }

  private Ranges() {}

  /** Runs the items 0 .. {@code items - 1}, {@code grain} in a chunk; the last one may be short. */
  static void run(Workers workers, int items, int grain, Task task) {
    int chunks = (int) (((long) items + grain - 1) / grain);
    workers.run(
        chunks,
        (chunk, scratch) -> {
          int from = chunk * grain;
          task.run(from, (int) Math.min((long) from + grain, items), scratch);
        });
  }

  /**
   * Items in a chunk so that it does about {@code work} units where one item does {@code perItem}.
   */
  static int grain(long work, long perItem) {
    return (int) Math.max(1, Math.min(work / Math.max(1, perItem), 1 << 24));
  }
}
