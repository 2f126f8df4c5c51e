package org.tucana.core.io;

import org.tucana.core.type.BFloat16;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/** Makes tensors small for storage: 16-bit floats, each value rounded to nearest, ties to even. */
public final class HalfPrecision {
  private HalfPrecision() {}

  /** The tensor as float16; values beyond 65,504 become infinite. */
  public static HostTensor float16(HostTensor tensor) {
    float[] values = tensor.toFloats();
    short[] bits = new short[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToFloat16(values[i]);
    }
    return HostTensor.ofShorts(tensor.shape(), DType.FLOAT16, bits);
  }

  /** The tensor as bfloat16. */
  public static HostTensor bfloat16(HostTensor tensor) {
    float[] values = tensor.toFloats();
    short[] bits = new short[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = BFloat16.fromFloat(values[i]);
    }
    return HostTensor.ofShorts(tensor.shape(), DType.BFLOAT16, bits);
  }
}
