package org.tucana.decomposition.leastsquares;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Factors in double on the host: they are so small that operators of a backend would cost more than
 * their arithmetic.
 */
public final class HostMatrices {
  private HostMatrices() {}

  /** A matrix of FLOAT32 or FLOAT64, copied. */
  public static DMatrixRMaj read(Tensor matrix) {
    return DMatrixRMaj.wrap(matrix.dim(0), matrix.dim(1), doubles(matrix));
  }

  /** The values of a tensor of FLOAT32 or FLOAT64, row-major. */
  static double[] doubles(Tensor x) {
    double[] values = (double[]) Arithmetic.cast(x, DType.FLOAT64).read().array();
    return x.dtype() == DType.FLOAT64 ? values.clone() : values;
  }

  /** A matrix as a tensor of FLOAT32 or FLOAT64. */
  public static Tensor upload(EagerSession session, DMatrixRMaj matrix, DType dtype) {
    Shape shape = Shape.of(matrix.numRows, matrix.numCols);
    if (dtype == DType.FLOAT64) {
      return session.upload(HostTensor.of(shape, matrix.data.clone()));
    }
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    return session.upload(HostTensor.of(shape, values));
  }

  /** A^T A. */
  public static DMatrixRMaj gram(DMatrixRMaj matrix) {
    DMatrixRMaj gram = new DMatrixRMaj(matrix.numCols, matrix.numCols);
    CommonOps_DDRM.multInner(matrix, gram);
    return gram;
  }

  /** Divides each column by its norm and returns the norms; columns of zeros stay. */
  public static double[] normalizeColumns(DMatrixRMaj matrix) {
    int columns = matrix.numCols;
    double[] norms = new double[columns];
    for (int i = 0; i < matrix.data.length; i += columns) {
      for (int j = 0; j < columns; j++) {
        norms[j] += matrix.data[i + j] * matrix.data[i + j];
      }
    }
    double[] inverse = new double[columns];
    for (int j = 0; j < columns; j++) {
      norms[j] = Math.sqrt(norms[j]);
      inverse[j] = norms[j] > 0 ? 1 / norms[j] : 1;
    }
    scaleColumns(matrix, inverse);
    return norms;
  }

  /** Multiplies each column by a number. */
  public static void scaleColumns(DMatrixRMaj matrix, double[] factors) {
    int columns = matrix.numCols;
    for (int i = 0; i < matrix.data.length; i += columns) {
      for (int j = 0; j < columns; j++) {
        matrix.data[i + j] *= factors[j];
      }
    }
  }

  /** Makes every value its magnitude. */
  public static void magnitudes(DMatrixRMaj matrix) {
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = Math.abs(matrix.data[i]);
    }
  }
}
