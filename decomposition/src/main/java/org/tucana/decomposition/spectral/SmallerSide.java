package org.tucana.decomposition.spectral;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;

/**
 * The singular vectors of a matrix A [m, n] on the side that has fewer of them.
 *
 * @param session of the matrix
 * @param matrix A, FLOAT32 or FLOAT64
 * @param mode 0 for left vectors [m, r], 1 for right ones [n, r]
 */
public record SmallerSide(EagerSession session, Tensor matrix, int mode) {
  public static SmallerSide of(EagerSession session, Tensor matrix) {
    return new SmallerSide(session, matrix, matrix.dim(0) <= matrix.dim(1) ? 0 : 1);
  }

  public boolean isLeft() {
    return mode == 0;
  }

  public LeadingVectors vectors() {
    return LeadingVectors.of(session, matrix, mode);
  }

  /** A^T U [n, r] or A V [m, r] in FLOAT64: vectors of the other side times singular values. */
  public Tensor image(Tensor vectors) {
    Tensor rounded = Arithmetic.cast(vectors, matrix.dtype());
    Tensor product =
        isLeft()
            ? Products.matmul(rounded.permute(1, 0), matrix).permute(1, 0)
            : Products.matmul(matrix, rounded);
    return Arithmetic.cast(product, DType.FLOAT64);
  }
}
