package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.Reduction;

/** Along axes; all sums in double and in an order that the shape alone fixes. */
final class CpuReduction implements Reduction {
  private final Workers workers;

  CpuReduction(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void reduce(ReduceFunction f, Operand x, Operand y) {
    new AxisReduction(f, x, y).run(workers);
  }

  @Override
  public void softmax(int axis, Operand x, Operand y) {
    alongLines(axis, false, y, x);
  }

  @Override
  public void logSoftmax(int axis, Operand x, Operand y) {
    alongLines(axis, true, y, x);
  }

  private void alongLines(int axis, boolean logarithm, Operand y, Operand x) {
    AxisLines lines = AxisLines.of(axis, y, x);
    int n = lines.length();
    lines.run(
        workers,
        (line, scratch) -> {
          double[] v = line.load(1, scratch, Scratch.Purpose.FIRST_LINE);
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < n; i++) {
            largest = Math.max(largest, v[i]);
          }
          double sum = 0;
          double[] e = scratch.doubles(Scratch.Purpose.SECOND_LINE, n);
          for (int i = 0; i < n; i++) {
            v[i] -= largest;
            e[i] = Elementary.exp(v[i]);
            sum += e[i];
          }
          double logOfSum = logarithm ? Elementary.log(sum) : 0;
          for (int i = 0; i < n; i++) {
            e[i] = logarithm ? v[i] - logOfSum : e[i] / sum;
          }
          line.store(0, e);
        });
  }

  @Override
  public void softmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    AxisLines lines = AxisLines.of(axis, dx, y, dy);
    int n = lines.length();
    lines.run(
        workers,
        (line, scratch) -> {
          double[] p = line.load(1, scratch, Scratch.Purpose.FIRST_LINE);
          double[] g = line.load(2, scratch, Scratch.Purpose.SECOND_LINE);
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum = Math.fma(g[i], p[i], sum);
          }
          for (int i = 0; i < n; i++) {
            g[i] = p[i] * (g[i] - sum);
          }
          line.store(0, g);
        });
  }

  @Override
  public void logSoftmaxGradient(int axis, Operand y, Operand dy, Operand dx) {
    AxisLines lines = AxisLines.of(axis, dx, y, dy);
    int n = lines.length();
    lines.run(
        workers,
        (line, scratch) -> {
          double[] p = line.load(1, scratch, Scratch.Purpose.FIRST_LINE);
          double[] g = line.load(2, scratch, Scratch.Purpose.SECOND_LINE);
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += g[i];
          }
          for (int i = 0; i < n; i++) {
            g[i] -= Elementary.exp(p[i]) * sum;
          }
          line.store(0, g);
        });
  }

  @Override
  public void topK(Operand x, Operand values, Operand indices) {
    int axis = x.shape().rank() - 1;
    int k = values.dim(axis);
    AxisLines lines = AxisLines.of(axis, x);
    int n = lines.length();
    int[] chosen = HostStorage.ints(indices);
    Object found = HostStorage.of(values).array();
    lines.run(
        workers,
        (line, scratch) -> {
          double[] keys = line.load(0, scratch, Scratch.Purpose.FIRST_LINE);
          int[] places = scratch.ints(Scratch.Purpose.FIRST_LINE, n);
          RankedKeys.largest(keys, places, n, k);
          int to = line.number() * k;
          System.arraycopy(places, 0, chosen, indices.offset() + to, k);
          Lines.store(keys, 0, k, found, values.dtype(), values.offset() + to, 1);
        });
  }
}
