package org.tucana.core.reference;

import org.tucana.core.kernel.Normalization;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.Shape;

/**
 * Batch normalisation. For channel c, m = N * H * W values x with mean mu and biased variance sum
 * (x - mu)^2 / m become y = (x - mu) * d * scale + shift with d = 1 / sqrt(variance + epsilon).
 */
final class ReferenceNormalization implements Normalization {
  /** [N,C] as [N,C,1,1]. */
  private static Operand picture(Operand x) {
    return x.shape().rank() == 4 ? x : x.reshape(Shape.of(x.dim(0), x.dim(1), 1, 1));
  }

  private interface Visit {
    void visit(int n, int h, int w);
  }

  /** Visits the m places of one channel. */
  private static void each(Operand x, Visit visit) {
    for (int n = 0; n < x.dim(0); n++) {
      for (int h = 0; h < x.dim(2); h++) {
        for (int w = 0; w < x.dim(3); w++) {
          visit.visit(n, h, w);
        }
      }
    }
  }

  /** A sum that a visit adds to. */
  private static final class Sum {
    private double value;

    void add(double v) {
      value += v;
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
    Operand shape = picture(x);
    Cells from = Cells.of(shape);
    Cells to = Cells.of(picture(y));
    double m = (double) shape.dim(0) * shape.dim(2) * shape.dim(3);
    for (int c = 0; c < shape.dim(1); c++) {
      int channel = c;
      Sum sum = new Sum();
      each(shape, (n, h, w) -> sum.add(from.at(n, channel, h, w)));
      double mu = sum.value / m;
      Sum squares = new Sum();
      each(
          shape,
          (n, h, w) -> {
            double d = from.at(n, channel, h, w) - mu;
            squares.add(d * d);
          });
      double inverse = 1 / Math.sqrt(squares.value / m + epsilon);
      double a = Cells.of(scale).get(c);
      double b = Cells.of(shift).get(c);
      each(
          shape,
          (n, h, w) ->
              to.put((from.at(n, channel, h, w) - mu) * inverse * a + b, n, channel, h, w));
      Cells.of(mean).set(c, mu);
      Cells.of(inverseDeviation).set(c, inverse);
    }
  }

  /**
   * With z = (x - mu) * d: dShift = sum dy, dScale = sum dy * z, and because mu and d depend on
   * every x of the channel, dx = scale * d * (dy - dShift / m - z * dScale / m) (Ioffe and Szegedy
   * 2015, section 3).
   */
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
    Operand shape = picture(x);
    double m = (double) shape.dim(0) * shape.dim(2) * shape.dim(3);
    for (int c = 0; c < shape.dim(1); c++) {
      channelGradient(
          c,
          Cells.of(mean).get(c),
          Cells.of(inverseDeviation).get(c),
          m,
          shape,
          scale,
          dy,
          dx,
          dScale,
          dShift);
    }
  }

  /** {@code m} is the number of values the statistics depend on; infinite where they are given. */
  private static void channelGradient(
      int c,
      double mu,
      double inverse,
      double m,
      Operand x,
      Operand scale,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    Cells from = Cells.of(x);
    Cells gradient = Cells.of(picture(dy));
    Cells to = Cells.of(picture(dx));
    Sum sum = new Sum();
    Sum product = new Sum();
    each(
        x,
        (n, h, w) -> {
          double g = gradient.at(n, c, h, w);
          sum.add(g);
          product.add(g * (from.at(n, c, h, w) - mu) * inverse);
        });
    double a = Cells.of(scale).get(c);
    each(
        x,
        (n, h, w) -> {
          double z = (from.at(n, c, h, w) - mu) * inverse;
          double g = gradient.at(n, c, h, w) - sum.value / m - z * product.value / m;
          to.put(a * inverse * g, n, c, h, w);
        });
    Cells.of(dScale).set(c, product.value);
    Cells.of(dShift).set(c, sum.value);
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
    Operand shape = picture(x);
    Cells from = Cells.of(shape);
    Cells to = Cells.of(picture(y));
    for (int c = 0; c < shape.dim(1); c++) {
      int channel = c;
      double inverse = 1 / Math.sqrt(Cells.of(variance).get(c) + epsilon);
      double mu = Cells.of(mean).get(c);
      double a = Cells.of(scale).get(c);
      double b = Cells.of(shift).get(c);
      each(
          shape,
          (n, h, w) ->
              to.put((from.at(n, channel, h, w) - mu) * inverse * a + b, n, channel, h, w));
    }
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
    Operand shape = picture(x);
    for (int c = 0; c < shape.dim(1); c++) {
      channelGradient(
          c,
          Cells.of(mean).get(c),
          1 / Math.sqrt(Cells.of(variance).get(c) + epsilon),
          Double.POSITIVE_INFINITY,
          shape,
          scale,
          dy,
          dx,
          dScale,
          dShift);
    }
  }
}
