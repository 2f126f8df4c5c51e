package org.tucana.decomposition.algebra;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;

/** Products that pair elements instead of summing over them. */
public final class TensorProducts {
  private TensorProducts() {}

  /**
   * The outer product: element (i.., j..) is x(i..) y(j..); shapes are put one after the other.
   *
   * @throws org.tucana.core.type.ShapeException for scalars and unlike element types
   */
  public static Tensor outer(Tensor x, Tensor y) {
    Checks.tensor("outer product", x);
    Checks.tensor("outer product", y);
    Checks.sameType("outer product", x, y);
    int[] ones = new int[y.shape().rank()];
    Arrays.fill(ones, 1);
    return Arithmetic.multiply(x.reshape(joined(x.shape().dims(), ones)), y);
  }

  /** The outer product of several tensors; of vectors it is a tensor of rank 1. */
  public static Tensor outer(List<Tensor> tensors) {
    return tensors.stream().reduce(TensorProducts::outer).orElseThrow(() -> none("outer product"));
  }

  /**
   * The Kronecker product of two matrices, or of two tensors of one order: sizes are multiplied,
   * and the index of y runs fastest in every mode.
   *
   * @throws org.tucana.core.type.ShapeException where orders or element types differ
   */
  public static Tensor kronecker(Tensor x, Tensor y) {
    Checks.tensor("Kronecker product", x);
    Checks.tensor("Kronecker product", y);
    Checks.sameType("Kronecker product", x, y);
    int order = x.shape().rank();
    if (y.shape().rank() != order) {
      throw Checks.refuse(
          "Kronecker product",
          "expected operands of one order, got "
              + x.shape()
              + " and "
              + y.shape()
              + "; give one of them modes of size 1");
    }
    int[] left = new int[2 * order];
    int[] right = new int[2 * order];
    for (int mode = 0; mode < order; mode++) {
      left[2 * mode] = x.dim(mode);
      left[2 * mode + 1] = 1;
      right[2 * mode] = 1;
      right[2 * mode + 1] = y.dim(mode);
    }
    int[] dims = IntStream.range(0, order).map(mode -> x.dim(mode) * y.dim(mode)).toArray();
    return Arithmetic.multiply(x.reshape(left), y.reshape(right)).reshape(dims);
  }

  /** The Kronecker product of several. */
  public static Tensor kronecker(List<Tensor> tensors) {
    return tensors.stream()
        .reduce(TensorProducts::kronecker)
        .orElseThrow(() -> none("Kronecker product"));
  }

  /**
   * The Khatri-Rao product: the Kronecker products of the columns of x [I, R] and y [J, R], side by
   * side in [I J, R]; the index of y runs fastest.
   *
   * @throws org.tucana.core.type.ShapeException where the numbers of columns differ
   */
  public static Tensor khatriRao(Tensor x, Tensor y) {
    Checks.matrix("Khatri-Rao product", x);
    Checks.matrix("Khatri-Rao product", y);
    Checks.sameType("Khatri-Rao product", x, y);
    if (x.dim(1) != y.dim(1)) {
      throw Checks.refuse(
          "Khatri-Rao product",
          "expected matrices with equally many columns, got "
              + x.shape()
              + " and "
              + y.shape()
              + "; keep the columns they share");
    }
    int columns = x.dim(1);
    return Arithmetic.multiply(x.reshape(x.dim(0), 1, columns), y.reshape(1, y.dim(0), columns))
        .reshape(x.dim(0) * y.dim(0), columns);
  }

  /** The Khatri-Rao product of several matrices; the index of the last runs fastest. */
  public static Tensor khatriRao(List<Tensor> matrices) {
    return matrices.stream()
        .reduce(TensorProducts::khatriRao)
        .orElseThrow(() -> none("Khatri-Rao product"));
  }

  /**
   * The Hadamard product: element by element, without broadcasting.
   *
   * @throws org.tucana.core.type.ShapeException where shapes differ
   */
  public static Tensor hadamard(Tensor x, Tensor y) {
    Checks.alike("Hadamard product", x, y);
    return Arithmetic.multiply(x, y);
  }

  private static RuntimeException none(String operation) {
    return Checks.refuse(operation, "expected at least 1 tensor, got none; pass one");
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
  }
}
