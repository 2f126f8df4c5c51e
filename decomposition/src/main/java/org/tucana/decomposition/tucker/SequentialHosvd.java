package org.tucana.decomposition.tucker;

import org.tucana.core.Tensor;

/**
 * The sequentially truncated higher-order SVD: each factor holds the leading left singular vectors
 * of what the modes before it have left (Vannieuwenhoven et al., "A New Truncation Strategy for the
 * Higher-Order Singular Value Decomposition", SISC 34, 2012). Cheaper than {@link Hosvd}, and its
 * squared error is the sum of what each step discards: an error bound is shared out among the modes
 * to come, with what the modes before did not use.
 */
public final class SequentialHosvd {
  private SequentialHosvd() {}

  /**
   * Decomposes a tensor of order 2 or more; the result belongs to its session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64
   * @param target its order of modes is the order of truncation
   * @throws org.tucana.core.type.ShapeException where tensor and target do not fit
   */
  public static Tucker decompose(Tensor x, TuckerTarget target) {
    TuckerInput input = TuckerInput.of("sthosvd", x, target);
    return new HigherOrderSvd(input, true, Hosvd.TOLERANCE, 0).decompose();
  }
}
