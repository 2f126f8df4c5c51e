package org.tucana.core.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One register tile of sums in double precision: four rows of three vectors, 12 accumulators, which
 * fit the 16 registers of narrow vector units and hide the latency of the multiply-adds of wide
 * ones. The loop is unrolled by hand because the accumulators must be local variables to stay in
 * registers.
 */
final class DoubleTile {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Rows of a tile. */
  static final int ROWS = 4;

  /** Columns of a tile, and distance between the rows of its sums. */
  static final int COLUMNS = 3 * LANES;

  /** Length of the buffer that receives the sums of a tile. */
  static final int SIZE = ROWS * COLUMNS;

  private DoubleTile() {}

  /**
   * Sets {@code sums[i * COLUMNS + j]} to the sum over {@code p < depth} of {@code left[leftOffset
   * + p * ROWS + i] * right[p * pitch + column + j]}.
   */
  static void multiply(
      double[] left,
      int leftOffset,
      double[] right,
      int column,
      int pitch,
      int depth,
      double[] sums) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c02 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c12 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c22 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    DoubleVector c32 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      int row = p * pitch + column;
      int l = leftOffset + p * ROWS;
      DoubleVector first = DoubleVector.fromArray(SPECIES, right, row);
      DoubleVector second = DoubleVector.fromArray(SPECIES, right, row + LANES);
      DoubleVector third = DoubleVector.fromArray(SPECIES, right, row + 2 * LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, left[l]);
      c00 = a0.fma(first, c00);
      c01 = a0.fma(second, c01);
      c02 = a0.fma(third, c02);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, left[l + 1]);
      c10 = a1.fma(first, c10);
      c11 = a1.fma(second, c11);
      c12 = a1.fma(third, c12);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, left[l + 2]);
      c20 = a2.fma(first, c20);
      c21 = a2.fma(second, c21);
      c22 = a2.fma(third, c22);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, left[l + 3]);
      c30 = a3.fma(first, c30);
      c31 = a3.fma(second, c31);
      c32 = a3.fma(third, c32);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c02.intoArray(sums, 2 * LANES);
    c10.intoArray(sums, COLUMNS);
    c11.intoArray(sums, COLUMNS + LANES);
    c12.intoArray(sums, COLUMNS + 2 * LANES);
    c20.intoArray(sums, 2 * COLUMNS);
    c21.intoArray(sums, 2 * COLUMNS + LANES);
    c22.intoArray(sums, 2 * COLUMNS + 2 * LANES);
    c30.intoArray(sums, 3 * COLUMNS);
    c31.intoArray(sums, 3 * COLUMNS + LANES);
    c32.intoArray(sums, 3 * COLUMNS + 2 * LANES);
  }
}
