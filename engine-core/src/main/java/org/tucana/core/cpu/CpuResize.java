package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Resize;

/**
 * Interpolation of float32 planes of H x W to P x Q. A plane is an item of its own; where each
 * output row and column looks is worked out once a chunk.
 */
final class CpuResize implements Resize {
  private static final int CHUNK = 1 << 14;

  private final Workers workers;

  CpuResize(Workers workers) {
    this.workers = workers;
  }

  /** Planes of the small (input) and the large (output) side of a resize. */
  private record Sizes(int planes, int rows, int columns, int outRows, int outColumns) {
    static Sizes of(Operand x, Operand y) {
      return new Sizes(x.dim(0) * x.dim(1), x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    }

    int inputs() {
      return rows * columns;
    }

    int outputs() {
      return outRows * outColumns;
    }

    int grain() {
      return Ranges.grain(CHUNK, (long) inputs() + outputs());
    }
  }

  @Override
  public void nearest(Operand x, Operand y) {
    Sizes s = Sizes.of(x, y);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    Ranges.run(
        workers,
        s.planes(),
        s.grain(),
        (first, last, scratch) -> {
          int[] rows = sources(scratch, Purpose.FIRST_LINE, s.rows(), s.outRows());
          int[] columns = sources(scratch, Purpose.SECOND_LINE, s.columns(), s.outColumns());
          for (int plane = first; plane < last; plane++) {
            int in = x.offset() + plane * s.inputs();
            int out = y.offset() + plane * s.outputs();
            for (int p = 0; p < s.outRows(); p++) {
              int row = out + p * s.outColumns();
              if (p > 0 && rows[p] == rows[p - 1]) {
                System.arraycopy(to, row - s.outColumns(), to, row, s.outColumns());
              } else {
                gather(from, in + rows[p] * s.columns(), columns, s.outColumns(), to, row);
              }
            }
          }
        });
  }

  private static int[] sources(Scratch scratch, Purpose purpose, int inputs, int outputs) {
    int[] sources = scratch.ints(purpose, outputs);
    for (int i = 0; i < outputs; i++) {
      sources[i] = (int) ((long) i * inputs / outputs);
    }
    return sources;
  }

  private static void gather(float[] x, int xAt, int[] places, int n, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + places[i]];
    }
  }

  @Override
  public void nearestGradient(Operand dy, Operand dx) {
    Sizes s = Sizes.of(dx, dy);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    Ranges.run(
        workers,
        s.planes(),
        s.grain(),
        (first, last, scratch) -> {
          int[] rows = sources(scratch, Purpose.FIRST_LINE, s.rows(), s.outRows());
          int[] columns = sources(scratch, Purpose.SECOND_LINE, s.columns(), s.outColumns());
          for (int plane = first; plane < last; plane++) {
            int in = dx.offset() + plane * s.inputs();
            int out = dy.offset() + plane * s.outputs();
            Arrays.fill(to, in, in + s.inputs(), 0);
            for (int p = 0; p < s.outRows(); p++) {
              scatter(
                  from,
                  out + p * s.outColumns(),
                  columns,
                  s.outColumns(),
                  to,
                  in + rows[p] * s.columns());
            }
          }
        });
  }

  private static void scatter(float[] dy, int dyAt, int[] places, int n, float[] dx, int dxAt) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + places[i]] += dy[dyAt + i];
    }
  }

  /** For each output row (or column) the two it lies between and the share of the second. */
  private record Blend(int[] low, int[] high, float[] highShare) {
    static Blend of(int inputs, int outputs) {
      Blend blend = new Blend(new int[outputs], new int[outputs], new float[outputs]);
      for (int i = 0; i < outputs; i++) {
        double source = Math.max((i + 0.5) * inputs / outputs - 0.5, 0);
        int low = Math.min((int) source, inputs - 1);
        blend.low[i] = low;
        blend.high[i] = Math.min(low + 1, inputs - 1);
        blend.highShare[i] = (float) (source - low);
      }
      return blend;
    }
  }

  @Override
  public void bilinear(Operand x, Operand y) {
    Sizes s = Sizes.of(x, y);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    Blend rows = Blend.of(s.rows(), s.outRows());
    Blend columns = Blend.of(s.columns(), s.outColumns());
    Ranges.run(
        workers,
        s.planes(),
        s.grain(),
        (first, last, scratch) -> {
          float[] line = scratch.floats(Purpose.FIRST_LINE, s.columns());
          for (int plane = first; plane < last; plane++) {
            int in = x.offset() + plane * s.inputs();
            int out = y.offset() + plane * s.outputs();
            for (int p = 0; p < s.outRows(); p++) {
              mix(
                  from,
                  in + rows.low()[p] * s.columns(),
                  in + rows.high()[p] * s.columns(),
                  rows.highShare()[p],
                  s.columns(),
                  line);
              interpolate(line, columns, s.outColumns(), to, out + p * s.outColumns());
            }
          }
        });
  }

  private static void mix(float[] x, int lowAt, int highAt, float highShare, int n, float[] line) {
    for (int i = 0; i < n; i++) {
      float low = x[lowAt + i];
      line[i] = Math.fma(highShare, x[highAt + i] - low, low);
    }
  }

  private static void interpolate(float[] line, Blend columns, int n, float[] y, int yAt) {
    int[] low = columns.low();
    int[] high = columns.high();
    float[] share = columns.highShare();
    for (int i = 0; i < n; i++) {
      float v = line[low[i]];
      y[yAt + i] = Math.fma(share[i], line[high[i]] - v, v);
    }
  }

  @Override
  public void bilinearGradient(Operand dy, Operand dx) {
    Sizes s = Sizes.of(dx, dy);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    Blend rows = Blend.of(s.rows(), s.outRows());
    Blend columns = Blend.of(s.columns(), s.outColumns());
    Ranges.run(
        workers,
        s.planes(),
        s.grain(),
        (first, last, scratch) -> {
          float[] line = scratch.floats(Purpose.FIRST_LINE, s.columns());
          for (int plane = first; plane < last; plane++) {
            int in = dx.offset() + plane * s.inputs();
            int out = dy.offset() + plane * s.outputs();
            Arrays.fill(to, in, in + s.inputs(), 0);
            for (int p = 0; p < s.outRows(); p++) {
              Arrays.fill(line, 0, s.columns(), 0);
              spread(from, out + p * s.outColumns(), columns, s.outColumns(), line);
              float share = rows.highShare()[p];
              addScaled(1 - share, line, s.columns(), to, in + rows.low()[p] * s.columns());
              addScaled(share, line, s.columns(), to, in + rows.high()[p] * s.columns());
            }
          }
        });
  }

  private static void spread(float[] dy, int dyAt, Blend columns, int n, float[] line) {
    int[] low = columns.low();
    int[] high = columns.high();
    float[] share = columns.highShare();
    for (int i = 0; i < n; i++) {
      float g = dy[dyAt + i];
      line[low[i]] += (1 - share[i]) * g;
      line[high[i]] += share[i] * g;
    }
  }

  private static void addScaled(float scale, float[] x, int n, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(scale, x[i], y[yAt + i]);
    }
  }
}
