package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Tensors of every type, for the tests of file formats. */
final class Samples {
  private Samples() {}

  static Map<String, HostTensor> ofEveryType() {
    Shape shape = Shape.of(2, 3);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    HostTensor floats =
        HostTensor.of(shape, 1f, -0f, Float.NaN, Float.MAX_VALUE, 1e-40f, Float.NEGATIVE_INFINITY);
    tensors.put("float32", floats);
    tensors.put("float64", HostTensor.of(shape, 1d, -0d, Math.PI, 1e300, Double.MIN_VALUE, -7));
    tensors.put("int32", HostTensor.of(shape, 0, -1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, 5));
    tensors.put("int64", HostTensor.of(shape, 0L, -1, 2, Long.MAX_VALUE, Long.MIN_VALUE, 5));
    tensors.put(
        "uint8", HostTensor.ofBytes(shape, DType.UINT8, new byte[] {0, 1, -1, 127, -128, 9}));
    tensors.put("bool", HostTensor.ofBytes(shape, DType.BOOL, new byte[] {0, 1, 1, 0, 0, 1}));
    tensors.put("float16", HalfPrecision.float16(floats));
    tensors.put("bfloat16", HalfPrecision.bfloat16(floats));
    tensors.put("scalar", HostTensor.of(Shape.scalar(), 42f));
    tensors.put("empty", HostTensor.of(Shape.of(0, 4), new long[0]));
    tensors.put("large", HostTensor.of(Shape.of(70_001), new float[70_001]));
    ((float[]) tensors.get("large").array())[70_000] = 3;
    return tensors;
  }

  static void assertSame(HostTensor expected, HostTensor actual) {
    assertEquals(expected.type(), actual.type());
    switch (expected.array()) {
      case float[] values -> assertArrayEquals(values, (float[]) actual.array());
      case double[] values -> assertArrayEquals(values, (double[]) actual.array());
      case int[] values -> assertArrayEquals(values, (int[]) actual.array());
      case long[] values -> assertArrayEquals(values, (long[]) actual.array());
      case short[] values -> assertArrayEquals(values, (short[]) actual.array());
      case byte[] values -> assertArrayEquals(values, (byte[]) actual.array());
      default -> throw new AssertionError("no such array: " + expected);
    }
  }
}
