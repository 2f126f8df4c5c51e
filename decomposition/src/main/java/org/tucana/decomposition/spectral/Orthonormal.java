package org.tucana.decomposition.spectral;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Orthonormal columns that span what the columns of a matrix span, in double: Cholesky QR, which is
 * made of matrix products, repeated until the columns are as orthonormal as asked (Yamamoto et al.,
 * "Roundoff error analysis of the CholeskyQR2 algorithm", ETNA 44, 2015); Householder QR where they
 * are nearly dependent.
 */
public final class Orthonormal {
  private static final int PASSES = 3;

  private Orthonormal() {}

  /**
   * Orthonormal columns; dependent ones are replaced.
   *
   * @param matrix FLOAT64 [I, L] with L at most I
   * @param accuracy greatest inner product of two columns, about
   */
  public static Tensor columns(EagerSession session, Tensor matrix, double accuracy) {
    double wellConditioned = Math.max(8, accuracy / Math.ulp(1.0));
    try (Scope scope = session.scope()) {
      Tensor q = matrix;
      for (int pass = 0; pass < PASSES; pass++) {
        int size = q.dim(1);
        Tensor gram = Products.matmul(q.permute(1, 0), q);
        Optional<Cholesky> factor = Cholesky.of((double[]) gram.read().array(), size);
        if (factor.isEmpty()) {
          break;
        }
        double[] inverse = factor.get().inverseTransposed();
        q = Products.matmul(q, session.upload(HostTensor.of(Shape.of(size, size), inverse)));
        if (factor.get().condition() < wellConditioned) {
          return scope.keep(q);
        }
      }
      return scope.keep(session.upload(householder(matrix.read())));
    }
  }

  private static HostTensor householder(HostTensor matrix) {
    int rows = matrix.shape().dim(0);
    int columns = matrix.shape().dim(1);
    QRDecomposition<DMatrixRMaj> solver = DecompositionFactory_DDRM.qr(rows, columns);
    solver.decompose(DMatrixRMaj.wrap(rows, columns, ((double[]) matrix.array()).clone()));
    DMatrixRMaj q = solver.getQ(null, true);
    return HostTensor.of(Shape.of(rows, columns), q.data);
  }
}
