package org.tucana.decomposition.tucker;

import java.util.Optional;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.spectral.LeadingVectors;
import org.tucana.decomposition.spectral.Signs;

/**
 * A core turned along one mode, and the factor turned with it, which leaves their product as it is:
 * the slices of the core along the mode become orthogonal and are ordered by falling norm.
 *
 * @param core turned
 * @param factor FLOAT64 [I_n, R_n], turned; its signs are as agreed
 */
record CoreTurn(Tensor core, Tensor factor) {
  /** Ranks beyond which a mode is left as it is: the order is not worth the time. */
  private static final int LARGEST = 640;

  /**
   * Turns one mode.
   *
   * @param factor FLOAT64; empty stands for the identity
   */
  static CoreTurn of(EagerSession session, Tensor core, int mode, Optional<Tensor> factor) {
    int rank = core.dim(mode);
    Tensor whole = factor.orElseGet(() -> identity(session, rank));
    if (rank > LARGEST) {
      return new CoreTurn(core, whole);
    }
    Tensor vectors = LeadingVectors.of(session, core, mode).all().vectors();
    Tensor turned = factor.map(u -> Products.matmul(u, vectors)).orElse(vectors);
    Tensor signs = Signs.ofColumns(turned);
    Tensor turn = Arithmetic.cast(Arithmetic.multiply(vectors, signs), core.dtype());
    return new CoreTurn(
        ModeProduct.multiplyTransposed(core, mode, turn), Arithmetic.multiply(turned, signs));
  }

  private static Tensor identity(EagerSession session, int size) {
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      values[i * size + i] = 1;
    }
    return session.upload(HostTensor.of(Shape.of(size, size), values));
  }
}
