package org.tucana.core.contract;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tucana.core.host.StridedWalk;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** How a tensor lies in the storage that holds it. */
enum Placement {
  /** From the start, without gaps. */
  WHOLE,
  /** Without gaps, but foreign elements come before and after. */
  OFFSET,
  /** Foreign elements before and after along every axis. */
  GAPS,
  /** The last axis outermost. */
  REVERSED;

  boolean isRowMajor() {
    return this == WHOLE || this == OFFSET;
  }

  /** The type of the storage's content. */
  TensorType container(TensorType type) {
    int[] dims = type.shape().dims();
    return type.withShape(
        switch (this) {
          case WHOLE -> type.shape();
          case OFFSET -> Shape.of(type.shape().elements() + 11);
          case GAPS -> Shape.of(Arrays.stream(dims).map(d -> d + 3).toArray());
          case REVERSED ->
              Shape.of(Arrays.stream(reverse(dims.length)).map(a -> dims[a]).toArray());
        });
  }

  /** The tensor as a view of such a storage. */
  Operand view(TensorType type, Storage storage) {
    Operand whole = Operand.rowMajor(container(type), storage);
    return switch (this) {
      case WHOLE -> whole;
      case OFFSET -> whole.slice(0, 5, 5 + type.shape().elements()).reshape(type.shape());
      case GAPS -> {
        Operand inner = whole;
        for (int axis = 0; axis < type.shape().rank(); axis++) {
          inner = inner.slice(axis, 1, 1 + type.shape().dim(axis));
        }
        yield inner;
      }
      case REVERSED -> whole.permute(reverse(type.shape().rank()));
    };
  }

  private static int[] reverse(int rank) {
    return IntStream.range(0, rank).map(a -> rank - 1 - a).toArray();
  }

  /** A storage's content with {@code values} where {@code view} sees them. */
  static HostTensor embed(HostTensor container, Operand view, HostTensor values) {
    HostTensor filled = copy(container);
    StridedWalk walk = new StridedWalk(view);
    for (int i = 0; i < values.shape().elements(); i++) {
      System.arraycopy(values.array(), i, filled.array(), walk.next(), 1);
    }
    return filled;
  }

  /** Elements that no test value equals. */
  static HostTensor foreign(TensorType type) {
    return switch (type.dtype()) {
      case FLOAT32, FLOAT64 -> TestTensors.uniform(type.dtype(), 70, 71, 99, type.shape().dims());
      case INT32 -> {
        int[] a = new int[type.shape().elements()];
        Arrays.fill(a, -77);
        yield HostTensor.of(type.shape(), a);
      }
      case INT64 -> {
        long[] a = new long[type.shape().elements()];
        Arrays.fill(a, -77);
        yield HostTensor.of(type.shape(), a);
      }
      case UINT8, BOOL -> HostTensor.ofBytes(type.shape(), type.dtype(), bytes(type));
      case FLOAT16, BFLOAT16 ->
          HostTensor.ofShorts(type.shape(), type.dtype(), new short[type.shape().elements()]);
    };
  }

  private static byte[] bytes(TensorType type) {
    byte[] a = new byte[type.shape().elements()];
    Arrays.fill(a, (byte) (type.dtype() == DType.BOOL ? 1 : 77));
    return a;
  }

  private static HostTensor copy(HostTensor t) {
    int n = t.shape().elements();
    Object array = Array.newInstance(t.array().getClass().getComponentType(), n);
    System.arraycopy(t.array(), 0, array, 0, n);
    return switch (array) {
      case float[] a -> HostTensor.of(t.shape(), a);
      case double[] a -> HostTensor.of(t.shape(), a);
      case int[] a -> HostTensor.of(t.shape(), a);
      case long[] a -> HostTensor.of(t.shape(), a);
      case byte[] a -> HostTensor.ofBytes(t.shape(), t.type().dtype(), a);
      case short[] a -> HostTensor.ofShorts(t.shape(), t.type().dtype(), a);
      default -> throw new IllegalStateException("no array of numbers: " + array.getClass());
    };
  }
}
