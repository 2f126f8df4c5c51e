package org.tucana.decomposition.tucker;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;

/**
 * What is known of one mode's singular vectors, outside the scopes that tensors live in.
 *
 * @param vectors FLOAT64 [I_n, L], orthonormal columns by falling singular value
 * @param rank R_n, the leading columns that are the factor
 */
record ModeBasis(HostTensor vectors, int rank) {
  static ModeBasis of(Tensor vectors, int rank) {
    return new ModeBasis(vectors.read(), rank);
  }

  boolean isWhole() {
    return rank == vectors.shape().dim(0);
  }

  /** The factor U_n [I_n, R_n] in FLOAT64. */
  Tensor factor(EagerSession session) {
    return session.upload(vectors).slice(1, 0, rank);
  }
}
