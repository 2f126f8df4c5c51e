package org.tucana.core.cpu.blocked;

/**
 * The transforms of F(m x m, 3 x 3): products of n x n = (m + 2) x (m + 2) input values, brought
 * into another basis, with as many of the filter give m x m output values (Lavin, Gray: Fast
 * Algorithms for Convolutional Neural Networks, 2016). A basis is a set of n - 1 points and
 * infinity, at which polynomials are evaluated.
 *
 * <p>Both transforms work on lines: a line is {@link PixelTile#LANES} channels of n (m) values
 * whose distance is a step.
 */
sealed interface TileTransform permits TransformOfTwo, TransformOfFour {
  /** m. */
  int outputs();

  /** n. */
  default int inputs() {
    return outputs() + FilterTransform.TAPS - 1;
  }

  /** The points beside infinity. */
  double[] points();

  /** Transforms n x n values: {@code v = B' x B}. */
  void input(float[] x, int from, Steps steps, float[] half, float[] v, int to, int step);

  /** Transforms n x n sums back to m x m values: {@code y = A' v A}, rows of m pixels. */
  void output(float[] v, int from, float[] half, float[] y, int to);

  /**
   * Where the values of a square lie.
   *
   * @param row distance of its rows
   * @param column distance of its columns
   */
  record Steps(int row, int column) {}
}
