package org.tucana.core.testing;

import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/** Random tensors for tests; a seed gives the same values everywhere. */
public final class TestTensors {
  private TestTensors() {}

  public static Philox stream(long seed) {
    return new RandomKey(seed, "test tensors", 0).stream();
  }

  /** FLOAT32, uniform in [-1, 1). */
  public static HostTensor uniform(long seed, int... dims) {
    return uniform(DType.FLOAT32, -1, 1, seed, dims);
  }

  /** FLOAT32 or FLOAT64, uniform in [low, high). */
  public static HostTensor uniform(DType dtype, double low, double high, long seed, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = stream(seed);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble(low, high);
    }
    return floating(dtype, shape, values);
  }

  /** FLOAT32 or FLOAT64: whole numbers among 0 .. bound-1, so that equal values are common. */
  public static HostTensor steps(DType dtype, int bound, long seed, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = stream(seed);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(bound);
    }
    return floating(dtype, shape, values);
  }

  /** INT32 among 0 .. bound-1. */
  public static HostTensor ints(int bound, long seed, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = stream(seed);
    int[] values = new int[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(bound);
    }
    return HostTensor.of(shape, values);
  }

  /** BOOL, true half of the time. */
  public static HostTensor bools(long seed, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = stream(seed);
    byte[] values = new byte[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(2);
    }
    return HostTensor.ofBytes(shape, DType.BOOL, values);
  }

  /** FLOAT32 [count,4]: boxes x1, y1, x2, y2 within a picture, with sides of 1 pixel and more. */
  public static HostTensor boxes(int count, double width, double height, long seed) {
    Philox random = stream(seed);
    float[] values = new float[4 * count];
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble(0, width - 1);
      double y = random.nextDouble(0, height - 1);
      values[4 * i] = (float) x;
      values[4 * i + 1] = (float) y;
      values[4 * i + 2] = (float) random.nextDouble(x + 1, width);
      values[4 * i + 3] = (float) random.nextDouble(y + 1, height);
    }
    return HostTensor.of(Shape.of(count, 4), values);
  }

  private static HostTensor floating(DType dtype, Shape shape, double[] values) {
    if (dtype == DType.FLOAT64) {
      return HostTensor.of(shape, values);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return HostTensor.of(shape, floats);
  }
}
