package org.tucana.decomposition;

import org.tucana.core.Tensor;

/** A way to decompose tensors, found by {@link java.util.ServiceLoader} under its name. */
public interface DecompositionMethod {
  /** Short and in lower case: what {@code --method} says. */
  String name();

  /** Whether sweeps, tolerance and start mean anything to it; it refuses them otherwise. */
  default boolean iterates() {
    return true;
  }

  /**
   * Decomposes a tensor of FLOAT32 or FLOAT64; the result belongs to the session's innermost scope.
   *
   * @throws org.tucana.core.type.TucanaException where tensor and request do not fit, in words
   */
  Decomposition decompose(Tensor x, DecompositionRequest request);
}
