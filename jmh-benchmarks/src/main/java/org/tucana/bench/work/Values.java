package org.tucana.bench.work;

import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/** Inputs of works: times do not depend on their values, except that zeros and subnormals do. */
final class Values {
  private static final long SEED = 1;

  private Values() {}

  /** Uniform numbers in [0, 1), the same at every call. */
  static HostTensor uniform(String purpose, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = new RandomKey(SEED, "benchmark " + purpose, 0).stream();
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return HostTensor.of(shape, values);
  }
}
