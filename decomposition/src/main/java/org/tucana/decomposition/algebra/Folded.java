package org.tucana.decomposition.algebra;

import org.tucana.core.Tensor;
import org.tucana.core.type.Shape;

/**
 * A tensor seen around one mode as [before, I_n, after], which copies nothing where the tensor lies
 * row-major.
 *
 * @param x the view of order 3
 * @param shape of the tensor
 * @param mode n
 */
record Folded(Tensor x, Shape shape, int mode) {
  static Folded of(Tensor tensor, int mode) {
    Shape shape = tensor.shape();
    int before = (int) Unfolding.elements(shape, 0, mode);
    int after = (int) Unfolding.elements(shape, mode + 1, shape.rank());
    return new Folded(tensor.reshape(before, shape.dim(mode), after), shape, mode);
  }

  int before() {
    return x.dim(0);
  }

  int size() {
    return x.dim(1);
  }

  int after() {
    return x.dim(2);
  }
}
