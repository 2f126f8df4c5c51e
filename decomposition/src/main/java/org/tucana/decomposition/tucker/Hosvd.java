package org.tucana.decomposition.tucker;

import org.tucana.core.Tensor;

/**
 * The truncated higher-order SVD: each factor holds the leading left singular vectors of an
 * unfolding of X, and the core is the projection on them. Its error is at most the root of the
 * number of modes times the least possible one (De Lathauwer et al., "A Multilinear Singular Value
 * Decomposition", SIMAX 21, 2000).
 */
public final class Hosvd {
  /** Of iterations for the singular vectors of large modes. */
  static final double TOLERANCE = 1e-6;

  private Hosvd() {}

  /**
   * Decomposes a tensor of order 2 or more; the result belongs to its session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64
   * @throws org.tucana.core.type.ShapeException where tensor and target do not fit
   */
  public static Tucker decompose(Tensor x, TuckerTarget target) {
    TuckerInput input = TuckerInput.of("hosvd", x, target);
    return new HigherOrderSvd(input, false, TOLERANCE, 0).decompose();
  }
}
