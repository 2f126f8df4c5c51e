package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;

/**
 * The lines of operands of one shape along one axis, numbered row-major over the other axes, each
 * brought into a buffer of doubles and back.
 */
final class AxisLines {
  private static final int CHUNK = 1 << 12;

  private final MergedAxes others;
  private final int count;
  private final int length;
  private final int[] steps;
  private final int[] offsets;
  private final Object[] arrays;
  private final DType[] dtypes;

  private AxisLines(int axis, Operand[] operands) {
    int rank = operands[0].shape().rank();
    length = operands[0].dim(axis);
    int[] dims = without(axis, operands[0].shape().dims());
    steps = new int[operands.length];
    offsets = new int[operands.length];
    arrays = new Object[operands.length];
    dtypes = new DType[operands.length];
    int[][] strides = new int[operands.length][rank - 1];
    int lines = 1;
    for (int d : dims) {
      lines *= d;
    }
    count = lines;
    for (int k = 0; k < operands.length; k++) {
      steps[k] = operands[k].stride(axis);
      offsets[k] = operands[k].offset();
      arrays[k] = HostStorage.of(operands[k]).array();
      dtypes[k] = operands[k].dtype();
      strides[k] = without(axis, operands[k].strides());
    }
    others = MergedAxes.of(dims, strides);
  }

  static AxisLines of(int axis, Operand... operands) {
    return new AxisLines(operands[0].shape().axis(axis), operands);
  }

  private static int[] without(int axis, int[] values) {
    int[] rest = new int[values.length - 1];
    System.arraycopy(values, 0, rest, 0, axis);
    System.arraycopy(values, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  /** Elements in a line. */
  int length() {
    return length;
  }

  /** Work on one line. */
  @FunctionalInterface
  interface Task {
    void run(Line line, Scratch scratch);
  }

  /** One line of every operand. */
  final class Line {
    private int number;

    /** Its number, row-major over the other axes. */
    int number() {
      return number;
    }

    /** Fills a buffer with an operand's elements. */
    double[] load(int operand, Scratch scratch, Scratch.Purpose purpose) {
      double[] buffer = scratch.doubles(purpose, length);
      Lines.load(arrays[operand], dtypes[operand], place(operand), steps[operand], length, buffer);
      return buffer;
    }

    void store(int operand, double[] values) {
      Lines.store(
          values, 0, length, arrays[operand], dtypes[operand], place(operand), steps[operand]);
    }

    private int place(int operand) {
      return offsets[operand] + others.place(operand, number);
    }
  }

  void run(Workers workers, Task task) {
    if (length == 0) {
      return;
    }
    Ranges.run(
        workers,
        count,
        Ranges.grain(CHUNK, length),
        (from, to, scratch) -> {
          Line line = new Line();
          for (int i = from; i < to; i++) {
            line.number = i;
            task.run(line, scratch);
          }
        });
  }
}
