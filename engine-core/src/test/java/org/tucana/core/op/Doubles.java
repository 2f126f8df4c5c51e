package org.tucana.core.op;

import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/** Host tensors from and to arrays of double. */
final class Doubles {
  private Doubles() {}

  static HostTensor as(TensorType type, double... values) {
    return switch (type.dtype()) {
      case FLOAT64 -> HostTensor.of(type.shape(), values);
      case FLOAT32 -> {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          floats[i] = (float) values[i];
        }
        yield HostTensor.of(type.shape(), floats);
      }
      case INT32 -> {
        int[] ints = new int[values.length];
        for (int i = 0; i < values.length; i++) {
          ints[i] = (int) values[i];
        }
        yield HostTensor.of(type.shape(), ints);
      }
      case BOOL -> {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
          bytes[i] = (byte) values[i];
        }
        yield HostTensor.ofBytes(type.shape(), DType.BOOL, bytes);
      }
      default -> throw new IllegalArgumentException("no test values of type " + type);
    };
  }

  static double[] of(HostTensor tensor) {
    double[] values = new double[tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.get(i);
    }
    return values;
  }
}
