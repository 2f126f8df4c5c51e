package org.tucana.cuda.kernel;

import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Test tensors of small whole numbers, of which sums are exact in any order. */
final class Values {
  private Values() {}

  /**
   * Numbers below {@code bound} in no order, from 0 or, where the type has a sign, below it too.
   */
  static HostTensor whole(DType dtype, int bound, int... dims) {
    Shape shape = Shape.of(dims);
    int n = shape.elements();
    return switch (dtype) {
      case FLOAT32 -> {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
          a[i] = number(i, bound);
        }
        yield HostTensor.of(shape, a);
      }
      case FLOAT64 -> {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
          a[i] = number(i, bound);
        }
        yield HostTensor.of(shape, a);
      }
      case INT32 -> {
        int[] a = new int[n];
        for (int i = 0; i < n; i++) {
          a[i] = number(i, bound);
        }
        yield HostTensor.of(shape, a);
      }
      case INT64 -> {
        long[] a = new long[n];
        for (int i = 0; i < n; i++) {
          a[i] = number(i, bound);
        }
        yield HostTensor.of(shape, a);
      }
      case UINT8, BOOL -> {
        byte[] a = new byte[n];
        for (int i = 0; i < n; i++) {
          a[i] = (byte) Math.abs(number(i, dtype == DType.BOOL ? 2 : bound));
        }
        yield HostTensor.ofBytes(shape, dtype, a);
      }
      case FLOAT16, BFLOAT16 -> {
        short[] a = new short[n];
        for (int i = 0; i < n; i++) {
          a[i] = (short) number(i, bound);
        }
        yield HostTensor.ofShorts(shape, dtype, a);
      }
    };
  }

  private static int number(int i, int bound) {
    return (int) ((i * 2654435761L + 12345) >>> 7) % bound;
  }

  static TensorType type(DType dtype, int... dims) {
    return new TensorType(Shape.of(dims), dtype);
  }

  /** FLOAT32 or FLOAT64 boxes of any size in a square picture. */
  static HostTensor boxes(DType dtype, int count, double side, long seed) {
    Philox random = TestTensors.stream(seed);
    double[] values = new double[4 * count];
    for (int i = 0; i < values.length; i += 4) {
      values[i] = random.nextDouble(0, side);
      values[i + 1] = random.nextDouble(0, side);
      values[i + 2] = random.nextDouble(values[i], side);
      values[i + 3] = random.nextDouble(values[i + 1], side);
    }
    if (dtype == DType.FLOAT64) {
      return HostTensor.of(Shape.of(count, 4), values);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return HostTensor.of(Shape.of(count, 4), floats);
  }

  /** Some units in the last place of 1. */
  static double rounding(DType dtype) {
    return dtype == DType.FLOAT32 ? 0x1p-21 : 0x1p-48;
  }
}
