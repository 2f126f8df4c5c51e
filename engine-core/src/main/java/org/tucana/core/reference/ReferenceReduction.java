package org.tucana.core.reference;

import java.util.Arrays;
import org.tucana.core.host.StridedWalk;
import org.tucana.core.kernel.AxisExtent;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.Reduction;

/**
 * Along axes. Softmax and its kin see a tensor as [outer, length, inner] with the axis in the
 * middle: element (o, j, i) is number (o * length + j) * inner + i.
 */
final class ReferenceReduction implements Reduction {
  @Override
  public void reduce(ReduceFunction f, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    double[] results = new double[to.size()];
    Arrays.fill(
        results,
        switch (f) {
          case SUM, MEAN -> 0;
          case MAXIMUM -> Double.NEGATIVE_INFINITY;
          case MINIMUM -> Double.POSITIVE_INFINITY;
        });
    // y stretched over x's shape: the walk names the output that each element of x belongs to.
    StridedWalk outputs = new StridedWalk(y.broadcastTo(x.shape()));
    for (int i = 0; i < from.size(); i++) {
      int o = outputs.next() - y.offset();
      results[o] = combine(f, results[o], from.get(i));
    }
    if (f == ReduceFunction.MEAN) {
      double count = (double) from.size() / to.size();
      for (int o = 0; o < results.length; o++) {
        results[o] /= count;
      }
    }
    to.setAll(results);
  }

  private static double combine(ReduceFunction f, double a, double b) {
    return switch (f) {
      case SUM, MEAN -> a + b;
      case MAXIMUM -> Math.max(a, b); // NaN wins
      case MINIMUM -> Math.min(a, b);
    };
  }

  @Override
  public void softmax(int axis, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    forEachRow(
        axis,
        x,
        (start, length, step) -> {
          Exponentials row = Exponentials.of(from, start, length, step);
          for (int j = 0; j < length; j++) {
            int i = start + j * step;
            to.set(i, row.share(from.get(i)));
          }
        });
  }

  @Override
  public void logSoftmax(int axis, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    forEachRow(
        axis,
        x,
        (start, length, step) -> {
          Exponentials row = Exponentials.of(from, start, length, step);
          for (int j = 0; j < length; j++) {
            int i = start + j * step;
            to.set(i, row.logShare(from.get(i)));
          }
        });
  }

  @Override
  public void softmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    Cells output = Cells.of(y);
    Cells gradient = Cells.of(dy);
    Cells to = Cells.of(dx);
    forEachRow(
        axis,
        y,
        (start, length, step) -> {
          double sum = 0;
          for (int j = 0; j < length; j++) {
            int i = start + j * step;
            sum += gradient.get(i) * output.get(i);
          }
          for (int j = 0; j < length; j++) {
            int i = start + j * step;
            to.set(i, output.get(i) * (gradient.get(i) - sum));
          }
        });
  }

  @Override
  public void logSoftmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    Cells output = Cells.of(y);
    Cells gradient = Cells.of(dy);
    Cells to = Cells.of(dx);
    forEachRow(
        axis,
        y,
        (start, length, step) -> {
          double sum = 0;
          for (int j = 0; j < length; j++) {
            sum += gradient.get(start + j * step);
          }
          for (int j = 0; j < length; j++) {
            int i = start + j * step;
            to.set(i, gradient.get(i) - StrictMath.exp(output.get(i)) * sum);
          }
        });
  }

  /** A row along an axis: elements start, start + step, ... */
  private interface Row {
    void visit(int start, int length, int step);
  }

  private static void forEachRow(int axis, Operand x, Row row) {
    AxisExtent extent = AxisExtent.of(axis, x.shape());
    int length = extent.length();
    int inner = extent.inner();
    for (int start = 0; start < x.elements(); start += length * inner) {
      for (int i = 0; i < inner; i++) {
        row.visit(start + i, length, inner);
      }
    }
  }

  @Override
  public void topK(Operand x, Operand values, Operand indices) {
    Cells from = Cells.of(x);
    Cells largest = Cells.of(values);
    Cells places = Cells.of(indices);
    int n = x.dim(-1);
    int k = values.dim(-1);
    for (int row = 0; row * k < largest.size(); row++) {
      int[] order = FallingOrder.of(from, row * n, n);
      for (int j = 0; j < k; j++) {
        largest.set(row * k + j, from.get(row * n + order[j]));
        places.set(row * k + j, order[j]);
      }
    }
  }
}
