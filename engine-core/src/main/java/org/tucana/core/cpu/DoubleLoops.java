package org.tucana.core.cpu;

import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.UnaryFunction;

/** The loops of {@link CpuPointwise} over dense lines of doubles. */
final class DoubleLoops {
  private DoubleLoops() {}

  static void unary(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n) {
    switch (f) {
      case NEGATE -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = -x[xAt + i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.abs(x[xAt + i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Elementary.exp(x[xAt + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Elementary.log(x[xAt + i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.sqrt(x[xAt + i]);
        }
      }
      case RECIPROCAL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = 1 / x[xAt + i];
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(x[xAt + i], 0);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Elementary.sigmoid(x[xAt + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Elementary.tanh(x[xAt + i]);
        }
      }
    }
  }

  /** The functions that yield numbers; see {@link #compare}. */
  static void binary(
      BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] y, int yAt, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] + b[bAt + i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] - b[bAt + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] / b[bAt + i];
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(a[aAt + i], b[bAt + i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.min(a[aAt + i], b[bAt + i]);
        }
      }
      case RELU_GRADIENT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = b[bAt + i] > 0 ? a[aAt + i] : 0;
        }
      }
      case SIGMOID_GRADIENT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] * b[bAt + i] * (1 - b[bAt + i]);
        }
      }
      case TANH_GRADIENT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = a[aAt + i] * (1 - b[bAt + i] * b[bAt + i]);
        }
      }
      case GREATER, GREATER_EQUAL, EQUAL ->
          throw new IllegalArgumentException("pointwise: " + f + " yields BOOL");
    }
  }

  /** The comparisons; {@code y} receives 0 and 1, {@code yStep} apart. */
  static void compare(
      BinaryFunction f,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      byte[] y,
      int yAt,
      int yStep,
      int n) {
    switch (f) {
      case GREATER -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i * yStep] = (byte) (a[aAt + i] > b[bAt + i] ? 1 : 0);
        }
      }
      case GREATER_EQUAL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i * yStep] = (byte) (a[aAt + i] >= b[bAt + i] ? 1 : 0);
        }
      }
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i * yStep] = (byte) (a[aAt + i] == b[bAt + i] ? 1 : 0);
        }
      }
      default -> throw new IllegalArgumentException("pointwise: " + f + " is no comparison");
    }
  }

  /** y = scale * x + shift. */
  static void affine(double scale, double shift, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(scale, x[xAt + i], shift);
    }
  }

  static void clamp(double low, double high, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.min(Math.max(x[xAt + i], low), high);
    }
  }

  /** y = levels.round(x), without a call for each. */
  static void round(Levels levels, double[] x, int xAt, double[] y, int yAt, int n) {
    double step = levels.step();
    double lowest = levels.lowest();
    double highest = levels.highest();
    for (int i = 0; i < n; i++) {
      double level = Math.min(Math.max(Math.rint(x[xAt + i] / step), lowest), highest);
      y[yAt + i] = step * level;
    }
  }
}
