package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.AxisExtent;
import org.tucana.core.kernel.Indexing;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;

/** Selection by index: x is [outer, length, inner], the index [n], y [outer, n, inner]. */
final class CpuIndexing implements Indexing {
  private static final int CHUNK = 1 << 14;
  private static final int STRIP = 1 << 9;

  private final Workers workers;

  CpuIndexing(Workers workers) {
    this.workers = workers;
  }

  /** The indices, all inside. */
  private static int[] checked(int axis, Operand x, Operand index) {
    int[] all = HostStorage.ints(index);
    int[] chosen = Arrays.copyOfRange(all, index.offset(), index.offset() + index.elements());
    int length = x.dim(axis);
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] < 0 || chosen[i] >= length) {
        throw KernelChecks.indexOutside(chosen[i], i, axis, x.shape());
      }
    }
    return chosen;
  }

  @Override
  public void select(int axis, Operand x, Operand index, Operand y) {
    AxisExtent e = AxisExtent.of(axis, x.shape());
    int[] chosen = checked(axis, x, index);
    Object from = HostStorage.of(x).array();
    Object to = HostStorage.of(y).array();
    int n = chosen.length;
    Ranges.run(
        workers,
        e.outer() * n,
        Ranges.grain(CHUNK, e.inner()),
        (first, last, scratch) -> {
          for (int item = first; item < last; item++) {
            int source = item / n * e.length() + chosen[item % n];
            Lines.copy(
                from,
                x.offset() + source * e.inner(),
                1,
                to,
                y.offset() + item * e.inner(),
                1,
                e.inner());
          }
        });
  }

  @Override
  public void selectGradient(int axis, Operand dy, Operand index, Operand dx) {
    AxisExtent e = AxisExtent.of(axis, dx.shape());
    int[] chosen = checked(axis, dx, index);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    int strips = (e.inner() + STRIP - 1) / STRIP;
    long work = (long) (e.length() + chosen.length) * Math.min(e.inner(), STRIP);
    Ranges.run(
        workers,
        e.outer() * strips,
        Ranges.grain(CHUNK, work),
        (first, last, scratch) -> {
          for (int item = first; item < last; item++) {
            int outer = item / strips;
            int start = item % strips * STRIP;
            int n = Math.min(STRIP, e.inner() - start);
            int target = dx.offset() + outer * e.length() * e.inner() + start;
            for (int j = 0; j < e.length(); j++) {
              Arrays.fill(to, target + j * e.inner(), target + j * e.inner() + n, 0);
            }
            int source = dy.offset() + outer * chosen.length * e.inner() + start;
            for (int i = 0; i < chosen.length; i++) {
              add(from, source + i * e.inner(), to, target + chosen[i] * e.inner(), n);
            }
          }
        });
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }
}
