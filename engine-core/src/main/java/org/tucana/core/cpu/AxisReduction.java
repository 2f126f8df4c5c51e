package org.tucana.core.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.ReducedAxes;
import org.tucana.core.type.DType;

/**
 * One reduction. The reduced positions, row-major, are cut into blocks of fixed size; the results
 * of the blocks, in double, are combined in their order. Where the innermost kept axis is dense,
 * many outputs are combined side by side (columns), else each output by itself (rows).
 */
final class AxisReduction {
  /** Elements that one block combines. */
  private static final int BLOCK = 1 << 13;

  private static final int CHUNK = 1 << 15;
  private static final int WIDTH = 512;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final ReduceFunction function;
  private final MergedAxes kept;
  private final MergedAxes reduced;
  private final Object source;
  private final DType sourceType;
  private final int offset;
  private final Operand y;

  AxisReduction(ReduceFunction function, Operand x, Operand y) {
    this.function = function;
    this.y = y;
    ReducedAxes axes = ReducedAxes.of(x, y);
    kept = axes.kept();
    reduced = axes.reduced();
    source = HostStorage.of(x).array();
    sourceType = x.dtype();
    offset = x.offset();
  }

  void run(Workers workers) {
    int outputs = y.elements();
    if (outputs == 0) {
      return;
    }
    boolean columns =
        kept.rank() > 0
            && kept.innerStride(0) == 1
            && (reduced.rank() == 0 || reduced.innerStride(0) != 1);
    int blocks = columns ? columnBlocks() : rowBlocks();
    double[] partial =
        workers
            .scratch()
            .doubles(Scratch.Purpose.PARTIAL_SUMS, Math.multiplyExact(outputs, blocks));
    if (columns) {
      columns(workers, outputs, blocks, partial);
    } else {
      rows(workers, outputs, blocks, partial);
    }
    combine(workers, outputs, blocks, partial);
  }

  // Rows: each block is a run of whole inner lines, or a piece of one.

  private int piecesPerLine() {
    return Math.max(1, (reduced.innerSize() + BLOCK - 1) / BLOCK);
  }

  private int linesPerBlock() {
    return Math.max(1, BLOCK / Math.max(1, reduced.innerSize()));
  }

  private int rowBlocks() {
    int lines = reduced.outerCount();
    int perBlock = linesPerBlock();
    return Math.max(1, piecesPerLine() * ((lines + perBlock - 1) / perBlock));
  }

  private void rows(Workers workers, int outputs, int blocks, double[] partial) {
    int length = reduced.innerSize();
    int lines = length == 0 ? 0 : reduced.outerCount();
    int pieces = piecesPerLine();
    int perBlock = linesPerBlock();
    int grain = Ranges.grain(CHUNK, Math.min(reduced.elements(), BLOCK));
    if (lines == 1 && blocks == 1) {
      Ranges.run(
          workers,
          outputs,
          grain,
          (from, to, scratch) -> {
            for (int output = from; output < to; output++) {
              partial[output] = row(offset + kept.place(0, output), length, scratch);
            }
          });
      return;
    }
    Ranges.run(
        workers,
        outputs * blocks,
        grain,
        (from, to, scratch) -> {
          for (int item = from; item < to; item++) {
            int output = item / blocks;
            int block = item % blocks;
            int start = block % pieces * BLOCK;
            int end = Math.min(length, pieces == 1 ? length : start + BLOCK);
            int firstLine = block / pieces * perBlock;
            int lastLine = Math.min(lines, firstLine + perBlock);
            int base = offset + kept.place(0, output);
            double value = identity();
            for (int line = firstLine; line < lastLine; line++) {
              int at = base + reduced.outerPlace(0, line) + start * reduced.innerStride(0);
              value = merge(value, row(at, end - start, scratch));
            }
            partial[block * outputs + output] = value;
          }
        });
  }

  private double row(int at, int n, Scratch scratch) {
    int step = reduced.innerStride(0);
    if (sourceType == DType.FLOAT32) {
      float[] line =
          Lines.floats((float[]) source, at, step, n, scratch, Scratch.Purpose.FIRST_LINE);
      int from = step == 1 ? at : 0;
      return switch (function) {
        case SUM, MEAN -> Sums.sum(line, from, n);
        case MAXIMUM -> largest(line, from, n);
        case MINIMUM -> smallest(line, from, n);
      };
    }
    double[] line =
        Lines.doubles(source, sourceType, at, step, n, scratch, Scratch.Purpose.FIRST_LINE);
    int from = Lines.start(sourceType, at, step);
    if (function == ReduceFunction.SUM || function == ReduceFunction.MEAN) {
      return Sums.sum(line, from, n);
    }
    double value = identity();
    for (int i = from; i < from + n; i++) {
      value = merge(value, line[i]);
    }
    return value;
  }

  /** The last vector reaches back over values that were there before, which changes nothing. */
  private static float largest(float[] x, int from, int n) {
    if (n < LANES) {
      float value = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + n; i++) {
        value = Math.max(value, x[i]);
      }
      return value;
    }
    FloatVector values = FloatVector.fromArray(SPECIES, x, from + n - LANES);
    for (int i = 0; i < n - LANES; i += LANES) {
      values = values.max(FloatVector.fromArray(SPECIES, x, from + i));
    }
    return values.reduceLanes(VectorOperators.MAX);
  }

  private static float smallest(float[] x, int from, int n) {
    float value = Float.POSITIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      value = Math.min(value, x[i]);
    }
    return value;
  }

  // Columns: each block is a run of reduced positions, for up to WIDTH outputs side by side.

  private int positionsPerBlock() {
    return Math.max(16, BLOCK / Math.min(WIDTH, kept.innerSize()));
  }

  private int columnBlocks() {
    int perBlock = positionsPerBlock();
    return Math.max(1, (reduced.elements() + perBlock - 1) / perBlock);
  }

  private void columns(Workers workers, int outputs, int blocks, double[] partial) {
    int width = kept.innerSize();
    int strips = (width + WIDTH - 1) / WIDTH;
    int perBlock = positionsPerBlock();
    int positions = reduced.elements();
    long work = (long) Math.min(perBlock, positions) * Math.min(width, WIDTH);
    Ranges.run(
        workers,
        outputs / width * strips * blocks,
        Ranges.grain(CHUNK, work),
        (from, to, scratch) -> {
          for (int item = from; item < to; item++) {
            int block = item % blocks;
            int strip = item / blocks % strips;
            int outer = item / blocks / strips;
            int column = strip * WIDTH;
            int n = Math.min(WIDTH, width - column);
            int sums = block * outputs + outer * width + column;
            Arrays.fill(partial, sums, sums + n, identity());
            int base = offset + kept.outerPlace(0, outer) + column;
            int last = Math.min(positions, (block + 1) * perBlock);
            for (int position = block * perBlock; position < last; position++) {
              addRow(base + reduced.place(0, position), n, partial, sums, scratch);
            }
          }
        });
  }

  private void addRow(int at, int n, double[] sums, int sumsAt, Scratch scratch) {
    if (sourceType == DType.FLOAT32
        && (function == ReduceFunction.SUM || function == ReduceFunction.MEAN)) {
      add((float[]) source, at, n, sums, sumsAt);
      return;
    }
    double[] line =
        Lines.doubles(source, sourceType, at, 1, n, scratch, Scratch.Purpose.FIRST_LINE);
    int from = Lines.start(sourceType, at, 1);
    for (int i = 0; i < n; i++) {
      sums[sumsAt + i] = merge(sums[sumsAt + i], line[from + i]);
    }
  }

  private static void add(float[] x, int at, int n, double[] sums, int sumsAt) {
    for (int i = 0; i < n; i++) {
      sums[sumsAt + i] += x[at + i];
    }
  }

  // Common.

  private void combine(Workers workers, int outputs, int blocks, double[] partial) {
    Object target = HostStorage.of(y).array();
    double divisor = function == ReduceFunction.MEAN ? reduced.elements() : 1;
    Ranges.run(
        workers,
        outputs,
        Ranges.grain(CHUNK, blocks),
        (from, to, scratch) -> {
          for (int output = from; output < to; output++) {
            double value = partial[output];
            for (int block = 1; block < blocks; block++) {
              value = merge(value, partial[block * outputs + output]);
            }
            partial[output] = value / divisor;
          }
          Lines.store(partial, from, to - from, target, y.dtype(), y.offset() + from, 1);
        });
  }

  private double identity() {
    return switch (function) {
      case SUM, MEAN -> 0;
      case MAXIMUM -> Double.NEGATIVE_INFINITY;
      case MINIMUM -> Double.POSITIVE_INFINITY;
    };
  }

  private double merge(double a, double b) {
    return switch (function) {
      case SUM, MEAN -> a + b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }
}
