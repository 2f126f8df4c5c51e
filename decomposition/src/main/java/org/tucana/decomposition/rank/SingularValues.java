package org.tucana.decomposition.rank;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.bidiagonal.BidiagonalDecompositionRow_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.BidiagonalDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Singular values alone, in double.
 *
 * <p>The plain way is a QR decomposition, and that of its triangle into a bidiagonal matrix, with
 * an error of some 1e-16 of the largest value s_1. Large matrices are first tried by way of their
 * Gram matrix, which is several times faster: its eigenvalues are the squares, with an error of
 * some 1e-16 of s_1^2, so that a value s has an error of 1e-16 s_1^2 / (2 s), and at most some 1e-8
 * of s_1. That is below what elements rounded to float32 leave of the small values; for float64 it
 * is enough where the smallest value is not small.
 */
final class SingularValues {
  /** Multiplications up to which the plain way takes a few hundredths of a second. */
  private static final long PLAIN_WORK = 50_000_000;

  /** Smallest s / s_1 that the Gram matrix gives with a relative precision of some 1e-8. */
  private static final double GRAM_RANGE = 1e-4;

  /** A relative precision of elements at which the Gram matrix loses nothing that is known. */
  private static final double GRAM_PRECISION = 1e-7;

  private SingularValues() {}

  /**
   * The singular values of a matrix, largest first.
   *
   * @param tall row-major, [rows,columns] with at least as many rows as columns; is overwritten
   * @param epsilon relative precision of its elements
   */
  static double[] of(double[] tall, int rows, int columns, double epsilon) {
    int exponent = Math.getExponent(largest(tall));
    scale(tall, -exponent);
    double[] values = ofScaled(tall, rows, columns, epsilon);
    scale(values, exponent);
    return values;
  }

  /** The largest element lies between 1 and 2, so that no square is lost or infinite. */
  private static double[] ofScaled(double[] tall, int rows, int columns, double epsilon) {
    if (2L * rows * columns * columns > PLAIN_WORK) {
      double[] values = byGram(tall, rows, columns);
      if (epsilon >= GRAM_PRECISION || values[columns - 1] > GRAM_RANGE * values[0]) {
        return values;
      }
    }
    return byTriangle(tall, rows, columns);
  }

  private static double[] byTriangle(double[] tall, int rows, int columns) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
    // It calls a matrix with a column of zeros a failure, but decomposes it all the same.
    var _ = qr.decompose(DMatrixRMaj.wrap(rows, columns, tall));
    BidiagonalDecomposition_F64<DMatrixRMaj> bidiagonal = new BidiagonalDecompositionRow_DDRM();
    succeed(bidiagonal.decompose(qr.getR(null, true)));
    double[] diagonal = new double[columns];
    double[] above = new double[columns];
    bidiagonal.getDiagonal(diagonal, above);
    return BidiagonalValues.of(diagonal, above);
  }

  private static double[] byGram(double[] tall, int rows, int columns) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(columns, false, true);
    succeed(eigen.decompose(DMatrixRMaj.wrap(columns, columns, gram(tall, rows, columns))));
    return IntStream.range(0, columns)
        .mapToDouble(i -> -Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal())))
        .sorted()
        .map(value -> -value)
        .toArray();
  }

  /** Y^T Y of Y [rows,columns], four rows at a time. */
  private static double[] gram(double[] y, int rows, int columns) {
    double[] gram = new double[columns * columns];
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      addFourRows(y, row * columns, columns, gram);
    }
    for (; row < rows; row++) {
      addRow(y, row * columns, columns, gram);
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        gram[i * columns + j] = gram[j * columns + i];
      }
    }
    return gram;
  }

  private static void addFourRows(double[] y, int start, int columns, double[] gram) {
    int row1 = start + columns;
    int row2 = row1 + columns;
    int row3 = row2 + columns;
    for (int i = 0; i < columns; i++) {
      double a = y[start + i];
      double b = y[row1 + i];
      double c = y[row2 + i];
      double d = y[row3 + i];
      int to = i * columns;
      for (int j = i; j < columns; j++) {
        gram[to + j] += (a * y[start + j] + b * y[row1 + j]) + (c * y[row2 + j] + d * y[row3 + j]);
      }
    }
  }

  private static void addRow(double[] y, int start, int columns, double[] gram) {
    for (int i = 0; i < columns; i++) {
      for (int j = i; j < columns; j++) {
        gram[i * columns + j] += y[start + i] * y[start + j];
      }
    }
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void scale(double[] values, int exponent) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], exponent);
    }
  }

  private static void succeed(boolean decomposed) {
    if (!decomposed) {
      throw new IllegalStateException("singular values: a decomposition failed");
    }
  }
}
