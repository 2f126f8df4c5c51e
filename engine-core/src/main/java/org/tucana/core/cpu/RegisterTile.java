package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of matrix multiplication and convolution: one register tile of sums.
 *
 * <p>A tile has {@value #ROWS} rows and {@link #COLUMNS} columns. The left operand is packed: the
 * {@value #ROWS} values of one step lie side by side. The right operand is read through a table of
 * row offsets, so that packed panels, matrices in place and pixels of an image look alike.
 *
 * <p>With 512-bit vectors eight rows of three vectors take 24 of the 32 registers; with narrower
 * ones a tile is two vectors wide and done in two halves of four rows, 8 of 16 registers: with 12
 * the compiler moves sums to memory and back. Every sum is one chain of fused multiply-adds in the
 * order of the steps, whichever method computes it; the bits of a result therefore do not depend on
 * its place in a tile. The loops are unrolled by hand because the accumulators must be local
 * variables to stay in registers.
 */
final class RegisterTile {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int LANES = SPECIES.length();

  /** Rows of a tile. */
  static final int ROWS = 8;

  private static final boolean WIDE = LANES >= 16;

  /** Columns of a tile, and distance between the rows of its sums. */
  static final int COLUMNS = (WIDE ? 3 : 2) * LANES;

  /** Length of the buffer that receives the sums of a tile. */
  static final int SIZE = ROWS * COLUMNS;

  private RegisterTile() {}

  /**
   * Sets {@code sums[sumsOffset + i * COLUMNS + j]} to the sum over {@code p < depth} of {@code
   * left[leftOffset + p * ROWS + i] * right[rows[p] + column + j]}, for all rows {@code i} and at
   * least the first {@code columns} columns {@code j}.
   *
   * <p>Whole vectors are read and written.
   */
  static void multiply(
      float[] left,
      int leftOffset,
      float[] right,
      int[] rows,
      int column,
      int columns,
      int depth,
      float[] sums,
      int sumsOffset) {
    int half = 4 * COLUMNS;
    if (columns > COLUMNS - LANES) {
      if (WIDE) {
        eightByThree(left, leftOffset, right, rows, column, depth, sums, sumsOffset);
      } else {
        fourByTwo(left, leftOffset, right, rows, column, depth, sums, sumsOffset);
        fourByTwo(left, leftOffset + 4, right, rows, column, depth, sums, sumsOffset + half);
      }
      return;
    }
    for (int j = 0; j < columns; j += LANES) {
      int to = sumsOffset + j;
      if (WIDE) {
        eightByOne(left, leftOffset, right, rows, column + j, depth, sums, to);
      } else {
        fourByOne(left, leftOffset, right, rows, column + j, depth, sums, to);
        fourByOne(left, leftOffset + 4, right, rows, column + j, depth, sums, to + half);
      }
    }
  }

  private static void eightByThree(
      float[] left,
      int leftOffset,
      float[] right,
      int[] rows,
      int column,
      int depth,
      float[] sums,
      int sumsOffset) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c32 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c42 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c52 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c62 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    FloatVector c72 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      int row = rows[p] + column;
      int l = leftOffset + p * ROWS;
      FloatVector first = FloatVector.fromArray(SPECIES, right, row);
      FloatVector second = FloatVector.fromArray(SPECIES, right, row + LANES);
      FloatVector third = FloatVector.fromArray(SPECIES, right, row + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[l]);
      c00 = a0.fma(first, c00);
      c01 = a0.fma(second, c01);
      c02 = a0.fma(third, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[l + 1]);
      c10 = a1.fma(first, c10);
      c11 = a1.fma(second, c11);
      c12 = a1.fma(third, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[l + 2]);
      c20 = a2.fma(first, c20);
      c21 = a2.fma(second, c21);
      c22 = a2.fma(third, c22);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[l + 3]);
      c30 = a3.fma(first, c30);
      c31 = a3.fma(second, c31);
      c32 = a3.fma(third, c32);
      FloatVector a4 = FloatVector.broadcast(SPECIES, left[l + 4]);
      c40 = a4.fma(first, c40);
      c41 = a4.fma(second, c41);
      c42 = a4.fma(third, c42);
      FloatVector a5 = FloatVector.broadcast(SPECIES, left[l + 5]);
      c50 = a5.fma(first, c50);
      c51 = a5.fma(second, c51);
      c52 = a5.fma(third, c52);
      FloatVector a6 = FloatVector.broadcast(SPECIES, left[l + 6]);
      c60 = a6.fma(first, c60);
      c61 = a6.fma(second, c61);
      c62 = a6.fma(third, c62);
      FloatVector a7 = FloatVector.broadcast(SPECIES, left[l + 7]);
      c70 = a7.fma(first, c70);
      c71 = a7.fma(second, c71);
      c72 = a7.fma(third, c72);
    }
    c00.intoArray(sums, sumsOffset);
    c01.intoArray(sums, sumsOffset + LANES);
    c02.intoArray(sums, sumsOffset + 2 * LANES);
    c10.intoArray(sums, sumsOffset + COLUMNS);
    c11.intoArray(sums, sumsOffset + COLUMNS + LANES);
    c12.intoArray(sums, sumsOffset + COLUMNS + 2 * LANES);
    c20.intoArray(sums, sumsOffset + 2 * COLUMNS);
    c21.intoArray(sums, sumsOffset + 2 * COLUMNS + LANES);
    c22.intoArray(sums, sumsOffset + 2 * COLUMNS + 2 * LANES);
    c30.intoArray(sums, sumsOffset + 3 * COLUMNS);
    c31.intoArray(sums, sumsOffset + 3 * COLUMNS + LANES);
    c32.intoArray(sums, sumsOffset + 3 * COLUMNS + 2 * LANES);
    c40.intoArray(sums, sumsOffset + 4 * COLUMNS);
    c41.intoArray(sums, sumsOffset + 4 * COLUMNS + LANES);
    c42.intoArray(sums, sumsOffset + 4 * COLUMNS + 2 * LANES);
    c50.intoArray(sums, sumsOffset + 5 * COLUMNS);
    c51.intoArray(sums, sumsOffset + 5 * COLUMNS + LANES);
    c52.intoArray(sums, sumsOffset + 5 * COLUMNS + 2 * LANES);
    c60.intoArray(sums, sumsOffset + 6 * COLUMNS);
    c61.intoArray(sums, sumsOffset + 6 * COLUMNS + LANES);
    c62.intoArray(sums, sumsOffset + 6 * COLUMNS + 2 * LANES);
    c70.intoArray(sums, sumsOffset + 7 * COLUMNS);
    c71.intoArray(sums, sumsOffset + 7 * COLUMNS + LANES);
    c72.intoArray(sums, sumsOffset + 7 * COLUMNS + 2 * LANES);
  }

  private static void eightByOne(
      float[] left,
      int leftOffset,
      float[] right,
      int[] rows,
      int column,
      int depth,
      float[] sums,
      int sumsOffset) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      int row = rows[p] + column;
      int l = leftOffset + p * ROWS;
      FloatVector first = FloatVector.fromArray(SPECIES, right, row);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[l]);
      c00 = a0.fma(first, c00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[l + 1]);
      c10 = a1.fma(first, c10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[l + 2]);
      c20 = a2.fma(first, c20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[l + 3]);
      c30 = a3.fma(first, c30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, left[l + 4]);
      c40 = a4.fma(first, c40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, left[l + 5]);
      c50 = a5.fma(first, c50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, left[l + 6]);
      c60 = a6.fma(first, c60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, left[l + 7]);
      c70 = a7.fma(first, c70);
    }
    c00.intoArray(sums, sumsOffset);
    c10.intoArray(sums, sumsOffset + COLUMNS);
    c20.intoArray(sums, sumsOffset + 2 * COLUMNS);
    c30.intoArray(sums, sumsOffset + 3 * COLUMNS);
    c40.intoArray(sums, sumsOffset + 4 * COLUMNS);
    c50.intoArray(sums, sumsOffset + 5 * COLUMNS);
    c60.intoArray(sums, sumsOffset + 6 * COLUMNS);
    c70.intoArray(sums, sumsOffset + 7 * COLUMNS);
  }

  private static void fourByTwo(
      float[] left,
      int leftOffset,
      float[] right,
      int[] rows,
      int column,
      int depth,
      float[] sums,
      int sumsOffset) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      int row = rows[p] + column;
      int l = leftOffset + p * ROWS;
      FloatVector first = FloatVector.fromArray(SPECIES, right, row);
      FloatVector second = FloatVector.fromArray(SPECIES, right, row + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[l]);
      c00 = a0.fma(first, c00);
      c01 = a0.fma(second, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[l + 1]);
      c10 = a1.fma(first, c10);
      c11 = a1.fma(second, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[l + 2]);
      c20 = a2.fma(first, c20);
      c21 = a2.fma(second, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[l + 3]);
      c30 = a3.fma(first, c30);
      c31 = a3.fma(second, c31);
    }
    c00.intoArray(sums, sumsOffset);
    c01.intoArray(sums, sumsOffset + LANES);
    c10.intoArray(sums, sumsOffset + COLUMNS);
    c11.intoArray(sums, sumsOffset + COLUMNS + LANES);
    c20.intoArray(sums, sumsOffset + 2 * COLUMNS);
    c21.intoArray(sums, sumsOffset + 2 * COLUMNS + LANES);
    c30.intoArray(sums, sumsOffset + 3 * COLUMNS);
    c31.intoArray(sums, sumsOffset + 3 * COLUMNS + LANES);
  }

  private static void fourByOne(
      float[] left,
      int leftOffset,
      float[] right,
      int[] rows,
      int column,
      int depth,
      float[] sums,
      int sumsOffset) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      int row = rows[p] + column;
      int l = leftOffset + p * ROWS;
      FloatVector first = FloatVector.fromArray(SPECIES, right, row);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[l]);
      c00 = a0.fma(first, c00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[l + 1]);
      c10 = a1.fma(first, c10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[l + 2]);
      c20 = a2.fma(first, c20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[l + 3]);
      c30 = a3.fma(first, c30);
    }
    c00.intoArray(sums, sumsOffset);
    c10.intoArray(sums, sumsOffset + COLUMNS);
    c20.intoArray(sums, sumsOffset + 2 * COLUMNS);
    c30.intoArray(sums, sumsOffset + 3 * COLUMNS);
  }
}
