package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Normalization;
import org.tucana.core.kernel.Operand;

/**
 * Batch normalisation in float32 with statistics in double. Letters: N pictures, C channels, M = H
 * * W values of a picture and channel. A channel is one piece of work, its sums run over the
 * pictures in order. With M = 1 ([N,C] operands) a block of channels is one piece of work.
 */
final class CpuNormalization implements Normalization {
  private static final int CHUNK = 1 << 15;

  private final Workers workers;

  CpuNormalization(Workers workers) {
    this.workers = workers;
  }

  /** Extent of x, and how channels are dealt out. */
  private record Extent(int pictures, int channels, int plane) {
    static Extent of(Operand x) {
      int n = x.dim(0);
      int c = x.dim(1);
      int plane = 1;
      for (int axis = 2; axis < x.shape().rank(); axis++) {
        plane *= x.dim(axis);
      }
      return new Extent(n, c, plane);
    }

    int place(int picture, int channel) {
      return (picture * channels + channel) * plane;
    }

    int grain() {
      return Ranges.grain(CHUNK, (long) pictures * plane);
    }

    long count() {
      return (long) pictures * plane;
    }
  }

  @Override
  public void train(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand y,
      Operand mean,
      Operand inverseDeviation) {
    Extent e = Extent.of(x);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    float[] scales = HostStorage.floats(scale);
    float[] shifts = HostStorage.floats(shift);
    float[] means = HostStorage.floats(mean);
    float[] inverses = HostStorage.floats(inverseDeviation);
    Ranges.run(
        workers,
        e.channels(),
        e.grain(),
        (first, last, scratch) -> {
          for (int c = first; c < last; c++) {
            double sum = 0;
            for (int n = 0; n < e.pictures(); n++) {
              sum += Sums.sum(from, x.offset() + e.place(n, c), e.plane());
            }
            double center = sum / e.count();
            double squares = 0;
            for (int n = 0; n < e.pictures(); n++) {
              squares +=
                  Sums.squaredDeviations(from, x.offset() + e.place(n, c), e.plane(), center);
            }
            double inverse = 1 / Math.sqrt(squares / e.count() + epsilon);
            means[mean.offset() + c] = (float) center;
            inverses[inverseDeviation.offset() + c] = (float) inverse;
            float a = (float) (inverse * scales[scale.offset() + c]);
            float b = shifts[shift.offset() + c];
            for (int n = 0; n < e.pictures(); n++) {
              int at = e.place(n, c);
              normalize(
                  from, x.offset() + at, to, y.offset() + at, e.plane(), (float) center, a, b);
            }
          }
        });
  }

  /** y = (x - center) * a + b. */
  private static void normalize(
      float[] x, int xAt, float[] y, int yAt, int n, float center, float a, float b) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(x[xAt + i] - center, a, b);
    }
  }

  @Override
  public void trainGradient(
      Operand x,
      Operand scale,
      Operand mean,
      Operand inverseDeviation,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    float[] means = HostStorage.floats(mean);
    float[] inverses = HostStorage.floats(inverseDeviation);
    gradient(
        c -> means[mean.offset() + c],
        c -> inverses[inverseDeviation.offset() + c],
        true,
        x,
        scale,
        dy,
        dx,
        dScale,
        dShift);
  }

  @Override
  public void inference(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand mean,
      Operand variance,
      Operand y) {
    Extent e = Extent.of(x);
    float[] from = HostStorage.floats(x);
    float[] to = HostStorage.floats(y);
    float[] scales = HostStorage.floats(scale);
    float[] shifts = HostStorage.floats(shift);
    float[] means = HostStorage.floats(mean);
    float[] variances = HostStorage.floats(variance);
    Ranges.run(
        workers,
        e.channels(),
        e.grain(),
        (first, last, scratch) -> {
          for (int c = first; c < last; c++) {
            double inverse = 1 / Math.sqrt(variances[variance.offset() + c] + epsilon);
            float a = (float) (inverse * scales[scale.offset() + c]);
            for (int n = 0; n < e.pictures(); n++) {
              int at = e.place(n, c);
              normalize(
                  from,
                  x.offset() + at,
                  to,
                  y.offset() + at,
                  e.plane(),
                  means[mean.offset() + c],
                  a,
                  shifts[shift.offset() + c]);
            }
          }
        });
  }

  @Override
  public void inferenceGradient(
      double epsilon,
      Operand x,
      Operand scale,
      Operand mean,
      Operand variance,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    float[] means = HostStorage.floats(mean);
    float[] variances = HostStorage.floats(variance);
    gradient(
        c -> means[mean.offset() + c],
        c -> 1 / Math.sqrt(variances[variance.offset() + c] + epsilon),
        false,
        x,
        scale,
        dy,
        dx,
        dScale,
        dShift);
  }

  /** A statistic of a channel. */
  @FunctionalInterface
  private interface Statistic {
    double of(int channel);
  }

  /**
   * With g = dy and h = (x - mean) * inverse: dShift = sum g, dScale = sum g h, and dx = scale *
   * inverse * (g - [dShift + h * dScale] / count), the bracket only where the statistics are the
   * batch's own.
   */
  private void gradient(
      Statistic mean,
      Statistic inverseDeviation,
      boolean throughStatistics,
      Operand x,
      Operand scale,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    Extent e = Extent.of(x);
    float[] values = HostStorage.floats(x);
    float[] scales = HostStorage.floats(scale);
    float[] from = HostStorage.floats(dy);
    float[] to = HostStorage.floats(dx);
    float[] scaleGradients = HostStorage.floats(dScale);
    float[] shiftGradients = HostStorage.floats(dShift);
    Ranges.run(
        workers,
        e.channels(),
        e.grain(),
        (first, last, scratch) -> {
          for (int c = first; c < last; c++) {
            double center = mean.of(c);
            double inverse = inverseDeviation.of(c);
            double sum = 0;
            double weighted = 0;
            for (int n = 0; n < e.pictures(); n++) {
              int at = e.place(n, c);
              sum += Sums.sum(from, dy.offset() + at, e.plane());
              weighted +=
                  Sums.weightedDeviations(
                      from, dy.offset() + at, values, x.offset() + at, e.plane(), center);
            }
            double forScale = weighted * inverse;
            scaleGradients[dScale.offset() + c] = (float) forScale;
            shiftGradients[dShift.offset() + c] = (float) sum;
            double a = inverse * scales[scale.offset() + c];
            double perDeviation = throughStatistics ? -a * inverse * forScale / e.count() : 0;
            double constant = throughStatistics ? -a * sum / e.count() : 0;
            for (int n = 0; n < e.pictures(); n++) {
              int at = e.place(n, c);
              inputGradient(
                  from,
                  dy.offset() + at,
                  values,
                  x.offset() + at,
                  to,
                  dx.offset() + at,
                  e.plane(),
                  (float) center,
                  (float) a,
                  (float) perDeviation,
                  (float) constant);
            }
          }
        });
  }

  /** dx = dy * a + (x - center) * b + constant. */
  private static void inputGradient(
      float[] dy,
      int dyAt,
      float[] x,
      int xAt,
      float[] dx,
      int dxAt,
      int n,
      float center,
      float a,
      float b,
      float constant) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = Math.fma(dy[dyAt + i], a, Math.fma(x[xAt + i] - center, b, constant));
    }
  }
}
