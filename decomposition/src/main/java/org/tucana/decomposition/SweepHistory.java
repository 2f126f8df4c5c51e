package org.tucana.decomposition;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.ShapeException;

/** The errors of a running iteration, and when it ends. */
final class SweepHistory {
  private final int most;
  private final double tolerance;
  private final List<Double> errors = new ArrayList<>();
  private boolean converged;

  /**
   * Of an iteration that has not begun.
   *
   * @param most sweeps
   * @param tolerance change of the relative error from one sweep to the next at which it ends
   */
  SweepHistory(int most, double tolerance) {
    this.most = most;
    this.tolerance = tolerance;
  }

  /** Refuses limits that make no sense. */
  static void check(String method, int sweeps, double tolerance) {
    if (sweeps < 1) {
      throw new ShapeException(
          method + ": expected 1 sweep or more, got " + sweeps + "; one is the least there is");
    }
    if (!(tolerance >= 0)) {
      throw new ShapeException(
          method
              + ": expected a tolerance of 0 or more, got "
              + tolerance
              + "; 0 runs until nothing changes");
    }
  }

  /** Whether another sweep is to be made. */
  boolean isOpen() {
    return !converged && errors.size() < most;
  }

  /** Takes the error after one more sweep. */
  void add(double error) {
    converged = !errors.isEmpty() && Math.abs(errors.getLast() - error) <= tolerance;
    errors.add(error);
  }

  double last() {
    return errors.getLast();
  }

  History history() {
    return new History(errors, converged);
  }
}
