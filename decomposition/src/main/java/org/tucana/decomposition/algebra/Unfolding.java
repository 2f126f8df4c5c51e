package org.tucana.decomposition.algebra;

import java.util.stream.IntStream;
import org.tucana.core.Tensor;
import org.tucana.core.type.Shape;

/**
 * A tensor as a matrix: rows are the index of one mode, columns the other modes in their order, the
 * last one fastest.
 */
public final class Unfolding {
  private Unfolding() {}

  /**
   * X_(n), of I_n rows. Mode 0 is a view; other modes copy.
   *
   * @throws org.tucana.core.type.ShapeException where there is no such mode
   */
  public static Tensor unfold(Tensor x, int mode) {
    Checks.tensor("unfold", x);
    Checks.mode("unfold", x, mode);
    int rows = x.dim(mode);
    int columns = (int) elementsBut(x.shape(), mode);
    return x.permute(modeFirst(x.shape().rank(), mode)).reshape(rows, columns);
  }

  /**
   * The tensor of a shape whose unfolding along a mode is a matrix; the result may be a view.
   *
   * @throws org.tucana.core.type.ShapeException where the matrix is none of such a tensor
   */
  public static Tensor fold(Tensor matrix, int mode, Shape shape) {
    Checks.matrix("fold", matrix);
    if (mode < 0 || mode >= shape.rank()) {
      throw Checks.refuse(
          "fold",
          "the shape "
              + shape
              + " has no mode "
              + mode
              + "; modes count from 0 to "
              + (shape.rank() - 1));
    }
    if (matrix.dim(0) != shape.dim(mode) || matrix.dim(1) != elementsBut(shape, mode)) {
      throw Checks.refuse(
          "fold",
          "expected a matrix ["
              + shape.dim(mode)
              + ","
              + elementsBut(shape, mode)
              + "] for mode "
              + mode
              + " of "
              + shape
              + ", got "
              + matrix.shape()
              + "; unfold along the same mode");
    }
    int[] order = modeFirst(shape.rank(), mode);
    int[] dims = IntStream.of(order).map(shape::dim).toArray();
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return matrix.reshape(dims).permute(back);
  }

  private static int[] modeFirst(int order, int mode) {
    return IntStream.concat(
            IntStream.of(mode), IntStream.range(0, order).filter(axis -> axis != mode))
        .toArray();
  }

  private static long elementsBut(Shape shape, int mode) {
    return elements(shape, 0, mode) * elements(shape, mode + 1, shape.rank());
  }

  /** The product of the sizes of modes {@code from..to-1}. */
  static long elements(Shape shape, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.dim(axis);
    }
    return product;
  }
}
