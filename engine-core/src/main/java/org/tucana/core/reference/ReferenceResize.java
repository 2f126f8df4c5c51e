package org.tucana.core.reference;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Resize;

/**
 * Interpolation from H x W to P x Q over the last two axes of [N,C,H,W].
 *
 * <p>Bilinear: pixel i covers [i, i + 1), so its centre is i + 0.5, and output i looks at source
 * coordinate (i + 0.5) * H / P - 0.5. Doubling 4 rows to 8, output row 3 looks at 3.5 * 4 / 8 - 0.5
 * = 1.25: three quarters of row 1 and a quarter of row 2. Output row 0 looks at -0.25, which is
 * clamped to 0: row 0 alone.
 */
final class ReferenceResize implements Resize {
  @Override
  public void nearest(Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int n = 0; n < y.dim(0); n++) {
      for (int c = 0; c < y.dim(1); c++) {
        for (int p = 0; p < y.dim(2); p++) {
          int h = source(p, x.dim(2), y.dim(2));
          for (int q = 0; q < y.dim(3); q++) {
            to.put(from.at(n, c, h, source(q, x.dim(3), y.dim(3))), n, c, p, q);
          }
        }
      }
    }
  }

  private static int source(int i, int inputs, int outputs) {
    return (int) ((long) i * inputs / outputs);
  }

  @Override
  public void nearestGradient(Operand dy, Operand dx) {
    Cells gradient = Cells.of(dy);
    double[] sums = new double[dx.elements()];
    for (int n = 0; n < dy.dim(0); n++) {
      for (int c = 0; c < dy.dim(1); c++) {
        int plane = (n * dx.dim(1) + c) * dx.dim(2) * dx.dim(3);
        for (int p = 0; p < dy.dim(2); p++) {
          int h = source(p, dx.dim(2), dy.dim(2));
          for (int q = 0; q < dy.dim(3); q++) {
            int w = source(q, dx.dim(3), dy.dim(3));
            sums[plane + h * dx.dim(3) + w] += gradient.at(n, c, p, q);
          }
        }
      }
    }
    Cells.of(dx).setAll(sums);
  }

  /** Two neighbouring rows (or columns) and the share of the second. */
  private record Blend(int low, int high, double highShare) {
    static Blend of(int i, int inputs, int outputs) {
      double source = Math.max((i + 0.5) * inputs / outputs - 0.5, 0);
      int low = Math.min((int) source, inputs - 1);
      return new Blend(low, Math.min(low + 1, inputs - 1), source - low);
    }

    double lowShare() {
      return 1 - highShare;
    }
  }

  @Override
  public void bilinear(Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int n = 0; n < y.dim(0); n++) {
      for (int c = 0; c < y.dim(1); c++) {
        for (int p = 0; p < y.dim(2); p++) {
          Blend row = Blend.of(p, x.dim(2), y.dim(2));
          for (int q = 0; q < y.dim(3); q++) {
            Blend column = Blend.of(q, x.dim(3), y.dim(3));
            double upper =
                column.lowShare() * from.at(n, c, row.low(), column.low())
                    + column.highShare() * from.at(n, c, row.low(), column.high());
            double lower =
                column.lowShare() * from.at(n, c, row.high(), column.low())
                    + column.highShare() * from.at(n, c, row.high(), column.high());
            to.put(row.lowShare() * upper + row.highShare() * lower, n, c, p, q);
          }
        }
      }
    }
  }

  @Override
  public void bilinearGradient(Operand dy, Operand dx) {
    Cells gradient = Cells.of(dy);
    double[] sums = new double[dx.elements()];
    int columns = dx.dim(3);
    for (int n = 0; n < dy.dim(0); n++) {
      for (int c = 0; c < dy.dim(1); c++) {
        int plane = (n * dx.dim(1) + c) * dx.dim(2) * columns;
        for (int p = 0; p < dy.dim(2); p++) {
          Blend row = Blend.of(p, dx.dim(2), dy.dim(2));
          int upper = plane + row.low() * columns;
          int lower = plane + row.high() * columns;
          for (int q = 0; q < dy.dim(3); q++) {
            Blend column = Blend.of(q, columns, dy.dim(3));
            double g = gradient.at(n, c, p, q);
            sums[upper + column.low()] += g * row.lowShare() * column.lowShare();
            sums[upper + column.high()] += g * row.lowShare() * column.highShare();
            sums[lower + column.low()] += g * row.highShare() * column.lowShare();
            sums[lower + column.high()] += g * row.highShare() * column.highShare();
          }
        }
      }
    }
    Cells.of(dx).setAll(sums);
  }
}
