package org.tucana.decomposition.method;

import java.util.List;
import java.util.OptionalDouble;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.DecompositionRequest;

/**
 * Reads what users ask of a method other than the Tucker family, and refuses what it cannot honour.
 *
 * @param method heads messages
 * @param request what is asked
 */
record RequestReader(String method, DecompositionRequest request) {
  /** Elements up to which a tensor is so cheap that further starts are worth their time. */
  private static final int SMALL = 1 << 14;

  private static final int RESTARTS = 4;
  private static final int SWEEPS = 1000;
  private static final double SINGLE = 1e-7;
  private static final double DOUBLE = 1e-10;

  /** The ranks of a method that takes no error bound. */
  List<Integer> ranks() {
    if (request.error().isPresent()) {
      throw new FormatException(
          method
              + ": it cannot reach an error bound by itself, got "
              + request.error().getAsDouble()
              + "; give ranks");
    }
    refuseModes();
    return request
        .ranks()
        .orElseThrow(() -> new FormatException(method + ": ranks are missing; give --ranks"));
  }

  /** The only rank of a method that takes no error bound. */
  int rank() {
    return single(ranks());
  }

  /**
   * The error bound of a method that takes either ranks or a bound; empty where ranks are given.
   */
  OptionalDouble errorBound() {
    TuckerRequest.target(method, request);
    refuseModes();
    return request.error();
  }

  private int single(List<Integer> ranks) {
    if (ranks.size() != 1) {
      throw new FormatException(
          method + ": expected 1 rank, the number of components, got " + ranks + "; give one");
    }
    return ranks.getFirst();
  }

  private void refuseModes() {
    if (request.modes().isPresent()) {
      throw new FormatException(
          method
              + ": it works on all modes at once, got modes "
              + request.modes().get()
              + "; leave them out or use hooi");
    }
  }

  int sweeps() {
    return request.sweeps().orElse(SWEEPS);
  }

  /** As asked, or what the rounding of the tensor's type lets an iteration see. */
  double tolerance(Tensor x) {
    return request.tolerance().orElse(x.dtype() == DType.FLOAT64 ? DOUBLE : SINGLE);
  }

  /** Small tensors have the most local optima and cost least: they are started several times. */
  int restarts(Tensor x) {
    return x.shape().elements() <= SMALL ? RESTARTS : 0;
  }
}
