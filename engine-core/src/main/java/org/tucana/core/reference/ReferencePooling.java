package org.tucana.core.reference;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Pooling;

/** Pooling over the last two axes of [N,C,H,W]; outputs are [N,C,P,Q]. */
final class ReferencePooling implements Pooling {
  @Override
  public void maximum(PoolGeometry g, Operand x, Operand y, Operand indices) {
    Cells from = Cells.of(x);
    Cells largest = Cells.of(y);
    Cells places = Cells.of(indices);
    int columns = x.dim(3);
    for (int n = 0; n < y.dim(0); n++) {
      for (int c = 0; c < y.dim(1); c++) {
        for (int p = 0; p < y.dim(2); p++) {
          int top = Math.max(p * g.stride() - g.padding(), 0);
          int bottom = Math.min(p * g.stride() - g.padding() + g.size(), x.dim(2));
          for (int q = 0; q < y.dim(3); q++) {
            int left = Math.max(q * g.stride() - g.padding(), 0);
            int right = Math.min(q * g.stride() - g.padding() + g.size(), columns);
            double best = Double.NEGATIVE_INFINITY;
            int place = top * columns + left;
            for (int h = top; h < bottom; h++) {
              for (int w = left; w < right; w++) {
                double v = from.at(n, c, h, w);
                if (v > best || (Double.isNaN(v) && !Double.isNaN(best))) {
                  best = v;
                  place = h * columns + w;
                }
              }
            }
            largest.put(best, n, c, p, q);
            places.put(place, n, c, p, q);
          }
        }
      }
    }
  }

  @Override
  public void maximumGradient(Operand dy, Operand indices, Operand dx) {
    Cells gradient = Cells.of(dy);
    Cells places = Cells.of(indices);
    double[] sums = new double[dx.elements()];
    int outputs = dy.dim(2) * dy.dim(3);
    int inputs = dx.dim(2) * dx.dim(3);
    for (int i = 0; i < gradient.size(); i++) {
      int plane = i / outputs;
      sums[plane * inputs + places.index(i)] += gradient.get(i);
    }
    Cells.of(dx).setAll(sums);
  }

  /** First of the {@code inputs} rows that output row {@code i} of {@code outputs} averages. */
  private static int first(int i, int inputs, int outputs) {
    return (int) Math.floorDiv((long) i * inputs, outputs);
  }

  /** The row after the last; neighbouring outputs share a row where sizes do not divide. */
  private static int end(int i, int inputs, int outputs) {
    return (int) Math.ceilDiv((i + 1L) * inputs, outputs);
  }

  @Override
  public void adaptiveAverage(Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int n = 0; n < y.dim(0); n++) {
      for (int c = 0; c < y.dim(1); c++) {
        for (int p = 0; p < y.dim(2); p++) {
          int top = first(p, x.dim(2), y.dim(2));
          int bottom = end(p, x.dim(2), y.dim(2));
          for (int q = 0; q < y.dim(3); q++) {
            int left = first(q, x.dim(3), y.dim(3));
            int right = end(q, x.dim(3), y.dim(3));
            double sum = 0;
            for (int h = top; h < bottom; h++) {
              for (int w = left; w < right; w++) {
                sum += from.at(n, c, h, w);
              }
            }
            to.put(sum / ((bottom - top) * (right - left)), n, c, p, q);
          }
        }
      }
    }
  }

  @Override
  public void adaptiveAverageGradient(Operand dy, Operand dx) {
    Cells gradient = Cells.of(dy);
    double[] sums = new double[dx.elements()];
    int rows = dx.dim(2);
    int columns = dx.dim(3);
    for (int n = 0; n < dy.dim(0); n++) {
      for (int c = 0; c < dy.dim(1); c++) {
        int plane = (n * dx.dim(1) + c) * rows * columns;
        for (int p = 0; p < dy.dim(2); p++) {
          int top = first(p, rows, dy.dim(2));
          int bottom = end(p, rows, dy.dim(2));
          for (int q = 0; q < dy.dim(3); q++) {
            int left = first(q, columns, dy.dim(3));
            int right = end(q, columns, dy.dim(3));
            double share = gradient.at(n, c, p, q) / ((bottom - top) * (right - left));
            for (int h = top; h < bottom; h++) {
              for (int w = left; w < right; w++) {
                sums[plane + h * columns + w] += share;
              }
            }
          }
        }
      }
    }
    Cells.of(dx).setAll(sums);
  }
}
