package org.tucana.decomposition.spectral;

import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Vectors are determined up to their sign; the entry of largest magnitude, the first of several, is
 * made positive.
 */
public final class Signs {
  private Signs() {}

  /** 1, or -1 for a vector that has to be turned round. */
  static double of(double[] vector) {
    double largest = 0;
    for (double v : vector) {
      if (Math.abs(v) > Math.abs(largest)) {
        largest = v;
      }
    }
    return largest < 0 ? -1 : 1;
  }

  /** The signs of the columns of a FLOAT64 matrix, as a row [1, columns] to multiply with. */
  public static Tensor ofColumns(Tensor matrix) {
    int rows = matrix.dim(0);
    int columns = matrix.dim(1);
    double[] values = (double[]) matrix.read().array();
    double[] signs = new double[columns];
    double[] column = new double[rows];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        column[i] = values[i * columns + j];
      }
      signs[j] = of(column);
    }
    return matrix.session().upload(HostTensor.of(Shape.of(1, columns), signs));
  }

  /** A FLOAT64 matrix with the signs of its columns as agreed. */
  public static Tensor agreed(Tensor matrix) {
    return Arithmetic.multiply(matrix, ofColumns(matrix));
  }
}
