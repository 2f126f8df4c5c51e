package org.tucana.decomposition.spectral;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.tucana.core.type.ShapeException;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by EJML in double.
 *
 * @param values falling
 * @param vectors row-major [n, n]; column j belongs to value j, has length 1, and its entry of
 *     largest magnitude (the first of several) is positive
 */
public record SymmetricEigen(double[] values, double[] vectors) {

  /**
   * Solves a problem.
   *
   * @param matrix row-major [n, n]; what rounding left asymmetric is averaged
   * @throws ShapeException where the matrix holds NaN or infinity
   */
  public static SymmetricEigen of(double[] matrix, int n) {
    DMatrixRMaj symmetric = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        symmetric.data[i * n + j] = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(n, true, true);
    if (!solver.decompose(symmetric)) {
      throw new ShapeException(
          "eigenvalues: the iteration on a ["
              + n
              + ","
              + n
              + "] matrix did not converge;"
              + " look for NaN or infinity");
    }
    double[] unordered =
        IntStream.range(0, n).mapToDouble(i -> solver.getEigenvalue(i).real).toArray();
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -unordered[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      values[j] = unordered[order[j]];
      double[] vector = solver.getEigenVector(order[j]).data;
      double sign = Signs.of(vector);
      for (int i = 0; i < n; i++) {
        vectors[i * n + j] = sign * vector[i];
      }
    }
    return new SymmetricEigen(values, vectors);
  }

  /** Number of values. */
  public int size() {
    return values.length;
  }
}
