package org.tucana.core.type;

import java.util.Objects;

/** What a tensor is before it has values: its shape and its element type. */
public record TensorType(Shape shape, DType dtype) {
  public TensorType {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(dtype, "dtype");
  }

  public static TensorType float32(int... dims) {
    return new TensorType(Shape.of(dims), DType.FLOAT32);
  }

  public static TensorType int32(int... dims) {
    return new TensorType(Shape.of(dims), DType.INT32);
  }

  /** The same element type in another shape. */
  public TensorType withShape(Shape other) {
    return new TensorType(other, dtype);
  }

  public TensorType withDtype(DType other) {
    return new TensorType(shape, other);
  }

  public long bytes() {
    return (long) shape.elements() * dtype.bytes();
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
