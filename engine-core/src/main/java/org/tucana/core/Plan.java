package org.tucana.core;

import java.util.List;

/** A program made ready by a backend for repeated runs. Used by one thread at a time. */
public interface Plan extends AutoCloseable {
  /**
   * Runs the program. Inputs have the traced types but for the leading axis, which may have any
   * size up to the traced one. Results belong to the session's innermost scope.
   */
  List<Tensor> run(EagerSession session, List<Tensor> in);

  PlanReport report();

  /**
   * Runs the program once, step by step, and waits for each.
   *
   * @return milliseconds that each step of {@link #report} took, in that order
   */
  List<Double> profile(EagerSession session, List<Tensor> in);

  @Override
  void close();
}
