package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;

/**
 * The walk of an element-by-element kernel over operands of one shape and any strides: segments
 * along the innermost of the merged axes, or along the longest where that is short; short enough
 * that a few lines of them fit the L1 cache.
 */
final class Segments {
  /** Longest segment. */
  static final int LONGEST = 2048;

  /** Segments shorter than this cost more to begin than to do. */
  private static final int SHORT = 16;

  private static final int CHUNK = 1 << 14;

  /** Work on one segment. */
  @FunctionalInterface
  interface Task {
    /**
     * Does one segment.
     *
     * @param at where each operand's first element stands in its array
     * @param length number of elements
     */
    void run(int[] at, int length, Scratch scratch);
  }

  private final MergedAxes axes;
  private final int[] offsets;
  private final int pieces;

  private Segments(MergedAxes axes, int[] offsets) {
    this.axes = axes;
    this.offsets = offsets;
    this.pieces = (axes.innerSize() + LONGEST - 1) / LONGEST;
  }

  static Segments of(Operand... operands) {
    int[][] strides = new int[operands.length][];
    int[] offsets = new int[operands.length];
    for (int k = 0; k < operands.length; k++) {
      strides[k] = operands[k].strides();
      offsets[k] = operands[k].offset();
    }
    MergedAxes axes = MergedAxes.of(operands[0].shape().dims(), strides);
    return new Segments(axes.innerSize() < SHORT ? axes.longestInside() : axes, offsets);
  }

  /** Stride of an operand along each segment. */
  int step(int operand) {
    return axes.innerStride(operand);
  }

  void run(Workers workers, Task task) {
    int inner = axes.innerSize();
    int segments = axes.outerCount() * pieces;
    int grain = Ranges.grain(CHUNK, Math.min(inner, LONGEST));
    Ranges.run(
        workers,
        segments,
        grain,
        (from, to, scratch) -> {
          int[] at = new int[offsets.length];
          for (int segment = from; segment < to; segment++) {
            int start = segment % pieces * LONGEST;
            for (int k = 0; k < at.length; k++) {
              at[k] = offsets[k] + axes.outerPlace(k, segment / pieces) + start * step(k);
            }
            task.run(at, Math.min(LONGEST, inner - start), scratch);
          }
        });
  }
}
