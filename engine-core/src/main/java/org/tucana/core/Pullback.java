package org.tucana.core;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Carries gradients from an operator's outputs to its inputs, written in operators. */
@FunctionalInterface
public interface Pullback {
  /**
   * Gradients of the inputs from gradients of the outputs. It never returns a retained tensor
   * itself.
   *
   * @param outputGradients one entry an output, empty where nothing depends on it
   * @param wanted the inputs whose gradient is needed; others may be left empty
   * @return one entry an input
   */
  List<Optional<Tensor>> apply(Saved saved, List<Optional<Tensor>> outputGradients, BitSet wanted);

  /** A pullback of an operator with one output whose gradient is always there. */
  static Pullback ofSingle(SingleOutput f) {
    return (saved, dOut, wanted) -> f.apply(saved, dOut.getFirst().orElseThrow(), wanted);
  }

  /** See {@link #ofSingle}. */
  @FunctionalInterface
  interface SingleOutput {
    List<Optional<Tensor>> apply(Saved saved, Tensor outputGradient, BitSet wanted);
  }
}
