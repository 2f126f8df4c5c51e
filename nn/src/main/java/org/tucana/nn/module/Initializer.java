package org.tucana.nn.module;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/** First values of a parameter: a function of its shape and of a random key made from its name. */
@FunctionalInterface
public interface Initializer {
  HostTensor values(Shape shape, RandomKey key);

  /** The same float32 value everywhere. */
  static Initializer constant(float value) {
    return (shape, key) -> {
      float[] values = new float[shape.elements()];
      Arrays.fill(values, value);
      return HostTensor.of(shape, values);
    };
  }

  /** Normal with mean zero. */
  static Initializer normal(double deviation) {
    return (shape, key) -> {
      Philox random = key.stream();
      return fill(shape, () -> deviation * random.nextGaussian());
    };
  }

  /** Uniform in [-bound, bound). */
  static Initializer uniform(double bound) {
    return (shape, key) -> {
      Philox random = key.stream();
      return fill(shape, () -> random.nextDouble(-bound, bound));
    };
  }

  /**
   * Normal with variance 2 / (output channels * kernel positions), which keeps the variance of
   * gradients through convolutions [Cout,Cin,R,S] followed by ReLU (He et al., "Delving deep into
   * rectifiers", ICCV 2015, equation 14).
   */
  static Initializer kaimingNormalFanOut() {
    return (shape, key) -> {
      double fanOut = (double) shape.dim(0) * kernelPositions(shape);
      return normal(Math.sqrt(2 / fanOut)).values(shape, key);
    };
  }

  /**
   * Uniform with variance {@code gain^2 / fan}, fan = the product of the sizes after the first
   * (equation 10 of the same paper). Gain sqrt(2) suits a layer before ReLU; gain 1 keeps the
   * variance through a linear one.
   */
  static Initializer kaimingUniformFanIn(double gain) {
    return (shape, key) -> {
      double fanIn = (double) shape.elements() / Math.max(1, shape.dim(0));
      return uniform(gain * Math.sqrt(3 / fanIn)).values(shape, key);
    };
  }

  /** Torch's default for convolutions and linear layers: fan-in uniform of gain sqrt(1/3). */
  static Initializer standard() {
    return kaimingUniformFanIn(Math.sqrt(1.0 / 3));
  }

  private static double kernelPositions(Shape shape) {
    double positions = 1;
    for (int axis = 2; axis < shape.rank(); axis++) {
      positions *= shape.dim(axis);
    }
    return positions;
  }

  private static HostTensor fill(Shape shape, DoubleSupplier source) {
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) source.getAsDouble();
    }
    return HostTensor.of(shape, values);
  }
}
