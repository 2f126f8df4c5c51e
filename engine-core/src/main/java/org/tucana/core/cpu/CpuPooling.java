package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Pooling;

/** Pooling of float32 planes; every plane (a picture's channel) is an item of its own. */
final class CpuPooling implements Pooling {
  private static final int CHUNK = 1 << 14;

  private final Workers workers;

  CpuPooling(Workers workers) {
    this.workers = workers;
  }

  /** Work on one plane of the input and the output. */
  @FunctionalInterface
  private interface PlaneTask {
    void run(int inputAt, int outputAt, Scratch scratch);
  }

  /** Rows and columns of input and output planes. */
  private record Planes(int count, int rows, int columns, int outRows, int outColumns) {
    static Planes of(Operand input, Operand output) {
      return new Planes(
          input.dim(0) * input.dim(1), input.dim(2), input.dim(3), output.dim(2), output.dim(3));
    }

    int inputs() {
      return rows * columns;
    }

    int outputs() {
      return outRows * outColumns;
    }

    void run(Workers workers, PlaneTask task) {
      Ranges.run(
          workers,
          count,
          Ranges.grain(CHUNK, inputs()),
          (from, to, scratch) -> {
            for (int plane = from; plane < to; plane++) {
              task.run(plane * inputs(), plane * outputs(), scratch);
            }
          });
    }
  }

  @Override
  public void maximum(PoolGeometry geometry, Operand x, Operand y, Operand indices) {
    Planes planes = Planes.of(x, y);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    int[] places = HostStorage.ints(indices);
    MaxPooling pooling =
        new MaxPooling(
            geometry, planes.rows(), planes.columns(), planes.outRows(), planes.outColumns());
    planes.run(
        workers,
        (in, out, scratch) ->
            pooling.run(
                from,
                x.offset() + in,
                to,
                y.offset() + out,
                places,
                indices.offset() + out,
                scratch));
  }

  @Override
  public void maximumGradient(Operand dy, Operand indices, Operand dx) {
    Planes planes = Planes.of(dx, dy);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    int[] places = HostStorage.ints(indices);
    planes.run(
        workers,
        (in, out, scratch) -> {
          int base = dx.offset() + in;
          Arrays.fill(to, base, base + planes.inputs(), 0);
          scatter(
              from, dy.offset() + out, places, indices.offset() + out, planes.outputs(), to, base);
        });
  }

  private static void scatter(
      float[] dy, int dyAt, int[] places, int placesAt, int n, float[] dx, int dxAt) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + places[placesAt + i]] += dy[dyAt + i];
    }
  }

  /** First of the rows (or columns) that output {@code i} averages. */
  private static int first(int i, int inputs, int outputs) {
    return (int) ((long) i * inputs / outputs);
  }

  /** The row (or column) after the last. */
  private static int end(int i, int inputs, int outputs) {
    return (int) Math.ceilDiv((i + 1L) * inputs, outputs);
  }

  @Override
  public void adaptiveAverage(Operand x, Operand y) {
    Planes s = Planes.of(x, y);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    s.run(
        workers,
        (in, out, scratch) -> {
          for (int p = 0; p < s.outRows(); p++) {
            int top = first(p, s.rows(), s.outRows());
            int bottom = end(p, s.rows(), s.outRows());
            for (int q = 0; q < s.outColumns(); q++) {
              int left = first(q, s.columns(), s.outColumns());
              int width = end(q, s.columns(), s.outColumns()) - left;
              double sum = 0;
              for (int h = top; h < bottom; h++) {
                sum += Sums.sum(from, x.offset() + in + h * s.columns() + left, width);
              }
              to[y.offset() + out + p * s.outColumns() + q] =
                  (float) (sum / ((bottom - top) * width));
            }
          }
        });
  }

  @Override
  public void adaptiveAverageGradient(Operand dy, Operand dx) {
    Planes s = Planes.of(dx, dy);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    s.run(
        workers,
        (in, out, scratch) -> {
          int base = dx.offset() + in;
          Arrays.fill(to, base, base + s.inputs(), 0);
          for (int p = 0; p < s.outRows(); p++) {
            int top = first(p, s.rows(), s.outRows());
            int bottom = end(p, s.rows(), s.outRows());
            for (int q = 0; q < s.outColumns(); q++) {
              int left = first(q, s.columns(), s.outColumns());
              int right = end(q, s.columns(), s.outColumns());
              float share =
                  from[dy.offset() + out + p * s.outColumns() + q]
                      / ((bottom - top) * (right - left));
              for (int h = top; h < bottom; h++) {
                for (int w = left; w < right; w++) {
                  to[base + h * s.columns() + w] += share;
                }
              }
            }
          }
        });
  }
}
