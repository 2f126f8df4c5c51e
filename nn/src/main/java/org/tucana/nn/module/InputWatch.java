package org.tucana.nn.module;

import org.tucana.core.Tensor;

/** Is shown what layers multiply by their weights, while a network runs. */
@FunctionalInterface
public interface InputWatch {
  /**
   * A layer is about to multiply.
   *
   * @param layer its full name
   * @param input what it was given
   */
  void input(String layer, Tensor input);
}
