package org.tucana.core.reference;

import org.tucana.core.kernel.Indexing;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.ShapeException;

/** Selection by index: x [outer, length, inner], index [n], y [outer, n, inner]. */
final class ReferenceIndexing implements Indexing {
  @Override
  public void select(int axis, Operand x, Operand index, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    forEach(axis, x, index, (inX, inY) -> to.move(inY, from, inX));
  }

  @Override
  public void selectGradient(int axis, Operand dy, Operand index, Operand dx) {
    Cells gradient = Cells.of(dy);
    double[] sums = new double[dx.elements()];
    forEach(axis, dx, index, (inX, inY) -> sums[inX] += gradient.get(inY));
    Cells.of(dx).setAll(sums);
  }

  /** An element of y and the element of x it comes from. */
  private interface Pair {
    void visit(int inX, int inY);
  }

  private static void forEach(int axis, Operand x, Operand index, Pair pair) {
    Cells chosen = Cells.of(index);
    int length = x.dim(axis);
    int outer = 1;
    for (int a = 0; a < x.shape().axis(axis); a++) {
      outer *= x.dim(a);
    }
    int inner = 1;
    for (int a = x.shape().axis(axis) + 1; a < x.shape().rank(); a++) {
      inner *= x.dim(a);
    }
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < chosen.size(); i++) {
        int j = chosen.index(i);
        if (j < 0 || j >= length) {
          throw new ShapeException(
              "select: index " + j + " at " + i + " is outside axis " + axis + " of " + x.shape());
        }
        for (int e = 0; e < inner; e++) {
          pair.visit((o * length + j) * inner + e, (o * chosen.size() + i) * inner + e);
        }
      }
    }
  }
}
