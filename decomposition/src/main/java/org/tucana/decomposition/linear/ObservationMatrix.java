package org.tucana.decomposition.linear;

import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** A tensor as a matrix of observations (its rows along axis 0) by features (all other axes). */
final class ObservationMatrix {
  private ObservationMatrix() {}

  /** The view [n, p]. */
  static Tensor of(Tensor x) {
    return x.reshape(x.dim(0), x.shape().elements() / x.dim(0));
  }

  /** Refuses a number of components that the matrix of a tensor cannot have. */
  static void checkComponents(String method, Tensor x, int count) {
    int most = Math.min(x.dim(0), x.shape().elements() / x.dim(0));
    if (count < 1 || count > most) {
      throw new ShapeException(
          method
              + ": expected 1.."
              + most
              + " components for a tensor of shape "
              + x.shape()
              + ", whose rows along axis 0 are the observations, got "
              + count
              + (count < 1 ? "; ask for 1 or more" : "; ask for fewer"));
    }
  }

  /** Rows of scores [n, k] times components [k, p], in the shape of a tensor. */
  static Tensor rows(Tensor scores, Tensor components, int from, int to, Shape shape) {
    return Products.matmul(scores.slice(0, from, to), components)
        .reshape(shape.with(0, to - from).dims());
  }
}
