package org.tucana.core.kernel;

import org.tucana.core.type.Shape;

/**
 * A shape as [outer, length, inner] with one axis in the middle: element (o, j, i) of a row-major
 * operand is number (o * length + j) * inner + i.
 */
public record AxisExtent(int outer, int length, int inner) {
  public static AxisExtent of(int axis, Shape shape) {
    int middle = shape.axis(axis);
    int outer = 1;
    for (int a = 0; a < middle; a++) {
      outer *= shape.dim(a);
    }
    int inner = 1;
    for (int a = middle + 1; a < shape.rank(); a++) {
      inner *= shape.dim(a);
    }
    return new AxisExtent(outer, shape.dim(middle), inner);
  }
}
