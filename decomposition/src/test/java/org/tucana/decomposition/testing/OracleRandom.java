package org.tucana.decomposition.testing;

import java.util.function.DoubleSupplier;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * The generator that the oracles of decompositions were made with: a linear congruential one, whose
 * step comes before every output. Arrays are filled row-major.
 */
public final class OracleRandom {
  private long state;

  public OracleRandom(long seed) {
    state = seed;
  }

  /** Uniform in [0, 1). */
  public double nextUniform() {
    state = 6364136223846793005L * state + 1442695040888963407L;
    return (state >>> 11) * 0x1p-53;
  }

  /** Nearly normal: the sum of twelve uniform numbers less 6. */
  public double nextGaussian() {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += nextUniform();
    }
    return sum - 6;
  }

  /** FLOAT64, nearly normal. */
  public HostTensor gaussian(int... dims) {
    return fill(this::nextGaussian, dims);
  }

  /** FLOAT64, uniform in [0, 1). */
  public HostTensor uniform(int... dims) {
    return fill(this::nextUniform, dims);
  }

  private static HostTensor fill(DoubleSupplier next, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = next.getAsDouble();
    }
    return HostTensor.of(shape, values);
  }
}
