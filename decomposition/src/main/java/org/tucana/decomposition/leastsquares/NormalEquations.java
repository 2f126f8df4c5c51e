package org.tucana.decomposition.leastsquares;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.tucana.core.type.DType;
import org.tucana.decomposition.spectral.SymmetricEigen;

/**
 * The best factor: U G = M, by Cholesky. Where G is nearly singular, the current factor is
 * corrected within the span of the eigenvectors that are not, which makes nothing worse.
 *
 * @param singular squared pivot, or part of the largest eigenvalue, that counts as zero in a G with
 *     a diagonal of ones: an eigenvalue of s amplifies errors of M by 1/s in the factor, and by the
 *     root of that in what the factors stand for
 */
public record NormalEquations(double singular) implements FactorUpdate {
  /** For products M made in an element type. */
  public static NormalEquations of(DType dtype) {
    return new NormalEquations(dtype == DType.FLOAT64 ? 1e-12 : 1e-5);
  }

  @Override
  public DMatrixRMaj update(DMatrixRMaj current, DMatrixRMaj gram, DMatrixRMaj products) {
    int rank = gram.numRows;
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(rank);
    if (solver.setA(gram.copy()) && leastPivot(solver) > singular) {
      DMatrixRMaj transposed = new DMatrixRMaj(rank, products.numRows);
      CommonOps_DDRM.transpose(products, transposed);
      solver.solve(transposed, transposed);
      return CommonOps_DDRM.transpose(transposed, null);
    }
    return corrected(current, gram, products);
  }

  private static double leastPivot(LinearSolverDense<DMatrixRMaj> solver) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = solver.getDecomposition();
    DMatrixRMaj triangle = cholesky.getT(null);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < triangle.numRows; i++) {
      least = Math.min(least, triangle.get(i, i) * triangle.get(i, i));
    }
    return least;
  }

  /** U + (M - U G) G^+. */
  private DMatrixRMaj corrected(DMatrixRMaj current, DMatrixRMaj gram, DMatrixRMaj products) {
    DMatrixRMaj gradient = products.copy();
    CommonOps_DDRM.multAdd(-1, current, gram, gradient);
    DMatrixRMaj updated = current.copy();
    CommonOps_DDRM.multAdd(gradient, pseudoinverse(gram), updated);
    return updated;
  }

  private DMatrixRMaj pseudoinverse(DMatrixRMaj gram) {
    int rank = gram.numRows;
    SymmetricEigen eigen = SymmetricEigen.of(gram.data, rank);
    DMatrixRMaj vectors = DMatrixRMaj.wrap(rank, rank, eigen.vectors());
    DMatrixRMaj scaled = vectors.copy();
    double[] inverse = new double[rank];
    for (int i = 0; i < rank; i++) {
      double value = eigen.values()[i];
      inverse[i] = value > singular * eigen.values()[0] ? 1 / value : 0;
    }
    HostMatrices.scaleColumns(scaled, inverse);
    DMatrixRMaj pseudoinverse = new DMatrixRMaj(rank, rank);
    CommonOps_DDRM.multTransB(scaled, vectors, pseudoinverse);
    return pseudoinverse;
  }
}
