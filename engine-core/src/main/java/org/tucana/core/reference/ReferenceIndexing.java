package org.tucana.core.reference;

import org.tucana.core.kernel.AxisExtent;
import org.tucana.core.kernel.Indexing;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;

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
    AxisExtent extent = AxisExtent.of(axis, x.shape());
    int length = extent.length();
    int inner = extent.inner();
    for (int o = 0; o < extent.outer(); o++) {
      for (int i = 0; i < chosen.size(); i++) {
        int j = chosen.index(i);
        if (j < 0 || j >= length) {
          throw KernelChecks.indexOutside(j, i, axis, x.shape());
        }
        for (int e = 0; e < inner; e++) {
          pair.visit((o * length + j) * inner + e, (o * chosen.size() + i) * inner + e);
        }
      }
    }
  }
}
