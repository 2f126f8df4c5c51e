package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.UnaryFunction;

/** The loops of {@link CpuPointwise} over dense lines of floats. */
final class FloatLoops {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private FloatLoops() {}

  static void unary(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n) {
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
          y[yAt + i] = (float) Elementary.exp(x[xAt + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Elementary.log(x[xAt + i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.sqrt(x[xAt + i]);
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
          y[yAt + i] = (float) Elementary.sigmoid(x[xAt + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Elementary.tanh(x[xAt + i]);
        }
      }
    }
  }

  /** The functions that yield numbers; see {@link #compare}. */
  static void binary(
      BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
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
      case RELU_GRADIENT -> reluGradient(a, aAt, b, bAt, y, yAt, n);
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

  /** With masks: signs are random, and a mispredicted branch an element costs eight times more. */
  private static void reluGradient(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      VectorMask<Float> inside = SPECIES.indexInRange(i, n);
      FloatVector output = FloatVector.fromArray(SPECIES, b, bAt + i, inside);
      VectorMask<Float> positive = output.compare(VectorOperators.GT, 0f);
      FloatVector.fromArray(SPECIES, a, aAt + i, inside)
          .blend(0f, positive.not())
          .intoArray(y, yAt + i, inside);
    }
  }

  /** The comparisons; {@code y} receives 0 and 1, {@code yStep} apart. */
  static void compare(
      BinaryFunction f,
      float[] a,
      int aAt,
      float[] b,
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
  static void affine(float scale, float shift, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(scale, x[xAt + i], shift);
    }
  }

  static void clamp(float low, float high, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.min(Math.max(x[xAt + i], low), high);
    }
  }

  /** In double: y = levels.round(x), without a call for each. */
  static void round(Levels levels, float[] x, int xAt, float[] y, int yAt, int n) {
    double step = levels.step();
    double lowest = levels.lowest();
    double highest = levels.highest();
    for (int i = 0; i < n; i++) {
      double level = Math.min(Math.max(Math.rint(x[xAt + i] / step), lowest), highest);
      y[yAt + i] = (float) (step * level);
    }
  }
}
