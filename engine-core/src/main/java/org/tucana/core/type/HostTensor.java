package org.tucana.core.type;

/**
 * Values in plain Java memory, row-major: what files hold and what goes into and comes out of a
 * backend. The array is held, not copied.
 */
public final class HostTensor {
  private final TensorType type;
  private final Object array;

  private HostTensor(TensorType type, Object array, int length) {
    if (type.shape().elements() != length) {
      throw new ShapeException(
          "host tensor: "
              + type.shape()
              + " has "
              + type.shape().elements()
              + " elements but the array has "
              + length);
    }
    this.type = type;
    this.array = array;
  }

  public static HostTensor of(Shape shape, float... values) {
    return new HostTensor(new TensorType(shape, DType.FLOAT32), values, values.length);
  }

  public static HostTensor of(Shape shape, double... values) {
    return new HostTensor(new TensorType(shape, DType.FLOAT64), values, values.length);
  }

  public static HostTensor of(Shape shape, int... values) {
    return new HostTensor(new TensorType(shape, DType.INT32), values, values.length);
  }

  public static HostTensor of(Shape shape, long... values) {
    return new HostTensor(new TensorType(shape, DType.INT64), values, values.length);
  }

  /** Bytes of type UINT8 or BOOL. */
  public static HostTensor ofBytes(Shape shape, DType dtype, byte... values) {
    if (dtype != DType.UINT8 && dtype != DType.BOOL) {
      throw new IllegalArgumentException("host tensor: bytes hold UINT8 or BOOL, got " + dtype);
    }
    return new HostTensor(new TensorType(shape, dtype), values, values.length);
  }

  /** Bit patterns of type FLOAT16 or BFLOAT16. */
  public static HostTensor ofShorts(Shape shape, DType dtype, short... values) {
    if (dtype != DType.FLOAT16 && dtype != DType.BFLOAT16) {
      throw new IllegalArgumentException(
          "host tensor: shorts hold FLOAT16 or BFLOAT16, got " + dtype);
    }
    return new HostTensor(new TensorType(shape, dtype), values, values.length);
  }

  /** A tensor of zeros. */
  public static HostTensor zeros(TensorType type) {
    int n = type.shape().elements();
    Object array =
        switch (type.dtype()) {
          case FLOAT32 -> new float[n];
          case FLOAT64 -> new double[n];
          case INT32 -> new int[n];
          case INT64 -> new long[n];
          case UINT8, BOOL -> new byte[n];
          case FLOAT16, BFLOAT16 -> new short[n];
        };
    return new HostTensor(type, array, n);
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  /** The array itself: float[], double[], int[], long[], byte[] or short[] as the type says. */
  public Object array() {
    return array;
  }

  /** One element as a double, whatever the type. */
  public double get(int i) {
    return switch (type.dtype()) {
      case FLOAT32 -> ((float[]) array)[i];
      case FLOAT64 -> ((double[]) array)[i];
      case INT32 -> ((int[]) array)[i];
      case INT64 -> ((long[]) array)[i];
      case UINT8, BOOL -> ((byte[]) array)[i] & 0xFF;
      case FLOAT16 -> Float.float16ToFloat(((short[]) array)[i]);
      case BFLOAT16 -> Float.intBitsToFloat(((short[]) array)[i] << 16);
    };
  }

  /** The values as float32: the array itself where it is one, a converted copy otherwise. */
  public float[] toFloats() {
    if (array instanceof float[] f) {
      return f;
    }
    float[] out = new float[type.shape().elements()];
    if (array instanceof short[] halves && type.dtype() == DType.FLOAT16) {
      // What model files hold: a loop of its own, since it is run before it is compiled well.
      for (int i = 0; i < out.length; i++) {
        out[i] = Float.float16ToFloat(halves[i]);
      }
      return out;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) get(i);
    }
    return out;
  }

  /** The values as int32; refuses floating-point types. */
  public int[] toInts() {
    if (array instanceof int[] v) {
      return v;
    }
    if (!(array instanceof long[]) && !(array instanceof byte[])) {
      throw new ShapeException("host tensor: integers wanted, got " + type);
    }
    int[] out = new int[type.shape().elements()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array instanceof long[] l ? Math.toIntExact(l[i]) : (int) get(i);
    }
    return out;
  }

  @Override
  public String toString() {
    return "HostTensor " + type;
  }
}
