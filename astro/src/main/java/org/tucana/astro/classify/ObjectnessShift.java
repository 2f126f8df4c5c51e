package org.tucana.astro.classify;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Finds the linear function of a region's features that, added to all of its class logits alike,
 * makes exchanged classes leave alone how sure a detector is of any object: with new class logits
 * z_k = v_k f + c_k and the old logarithm t = log(sum_k exp(old z_k)), it minimises the sum over
 * regions of w (s f + s_0 + log(sum_k exp(z_k)) - t)^2.
 */
final class ObjectnessShift {
  /** Of the mean diagonal, added to it: features that are always zero have no weight. */
  private static final double RIDGE = 1e-6;

  private final int width;
  private final DMatrixRMaj gram;
  private final DMatrixRMaj products;

  /**
   * @param width number of features
   */
  ObjectnessShift(int width) {
    this.width = width;
    gram = new DMatrixRMaj(width + 1, width + 1);
    products = new DMatrixRMaj(width + 1, 1);
  }

  /**
   * Adds a region.
   *
   * @param rows hold its features from {@code offset} on
   * @param weight of this region
   * @param wanted t less the logarithm that the new logits have by themselves
   */
  void add(float[] rows, int offset, double weight, double wanted) {
    for (int i = 0; i <= width; i++) {
      double left = weight * feature(rows, offset, i);
      if (left != 0) {
        for (int j = 0; j <= i; j++) {
          gram.add(i, j, left * feature(rows, offset, j));
        }
        products.add(i, 0, left * wanted);
      }
    }
  }

  private double feature(float[] rows, int offset, int i) {
    return i == width ? 1 : rows[offset + i];
  }

  /** s and, last, s_0. */
  double[] solve() {
    double diagonal = 0;
    for (int i = 0; i <= width; i++) {
      diagonal += gram.get(i, i);
    }
    double ridge = RIDGE * diagonal / (width + 1) + Double.MIN_NORMAL;
    DMatrixRMaj whole = gram.copy();
    for (int i = 0; i <= width; i++) {
      whole.add(i, i, ridge);
      for (int j = 0; j < i; j++) {
        whole.set(j, i, whole.get(i, j));
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(width + 1);
    DMatrixRMaj solution = new DMatrixRMaj(width + 1, 1);
    if (!Double.isFinite(ridge) || !solver.setA(whole)) {
      throw new IllegalStateException(
          "objectness: the features of the regions are no finite numbers");
    }
    solver.solve(products, solution);
    return solution.data;
  }
}
