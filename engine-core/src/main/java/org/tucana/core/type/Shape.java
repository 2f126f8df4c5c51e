package org.tucana.core.type;

import java.util.Arrays;

/** Sizes of a tensor's axes, outermost first; the empty shape is a scalar with one element. */
public final class Shape {
  private final int[] dims;
  private final int elements;

  private Shape(int[] dims) {
    this.dims = dims;
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new ShapeException("shape: sizes must not be negative, got " + Arrays.toString(dims));
      }
      n = Math.multiplyExact(n, (long) d);
      if (n > Integer.MAX_VALUE) {
        throw new ShapeException(
            "shape: a tensor holds at most 2^31-1 elements, got "
                + Arrays.toString(dims)
                + "; read larger data in slabs");
      }
    }
    this.elements = (int) n;
  }

  public static Shape of(int... dims) {
    return new Shape(dims.clone());
  }

  public static Shape scalar() {
    return new Shape(new int[0]);
  }

  public int rank() {
    return dims.length;
  }

  /** Size of an axis; negative axes count from the end. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** The axis as a number from 0 on; refuses one that does not exist. */
  public int axis(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new ShapeException("shape: " + this + " has no axis " + axis);
    }
    return a;
  }

  public int[] dims() {
    return dims.clone();
  }

  public int elements() {
    return elements;
  }

  /** This shape with one axis set to another size. */
  public Shape with(int axis, int size) {
    int[] d = dims.clone();
    d[axis(axis)] = size;
    return new Shape(d);
  }

  /** Row-major strides in elements. */
  public int[] rowMajorStrides() {
    int[] strides = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(1, dims[i]);
    }
    return strides;
  }

  /**
   * The common shape of two operands: aligned at the last axis, sizes equal or one of them 1.
   *
   * @throws ShapeException naming the operation and both shapes where they do not fit
   */
  public static Shape broadcast(String operation, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] d = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
      int y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            operation
                + ": "
                + a
                + " and "
                + b
                + " do not broadcast, sizes "
                + x
                + " and "
                + y
                + " differ and neither is 1; reshape one of them");
      }
      d[rank - i] = x == 1 ? y : x;
    }
    return new Shape(d);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** For example {@code [2,3,224,224]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims).replace(" ", "");
  }
}
