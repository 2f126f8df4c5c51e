package org.tucana.decomposition.sweep;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.History;

/** The errors of a running iteration, and when it ends. */
public final class SweepHistory {
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
  public SweepHistory(int most, double tolerance) {
    this.most = most;
    this.tolerance = tolerance;
  }

  /** Refuses limits that make no sense. */
  public static void check(String method, int sweeps, double tolerance) {
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
  public boolean isOpen() {
    return !converged && errors.size() < most;
  }

  /** Takes the error after one more sweep. */
  public void add(double error) {
    add(error, true);
  }

  /**
   * Takes the error after one more sweep.
   *
   * @param settled whether the iteration may end: nothing else than the error changed
   */
  public void add(double error, boolean settled) {
    converged = settled && !errors.isEmpty() && Math.abs(errors.getLast() - error) <= tolerance;
    errors.add(error);
  }

  /** Ends an iteration that has nothing to change. */
  public void close() {
    converged = true;
  }

  /** The last error, or infinity before the first sweep. */
  double last() {
    return errors.isEmpty() ? Double.POSITIVE_INFINITY : errors.getLast();
  }

  /** What was taken so far. */
  public History history() {
    return new History(errors, converged);
  }
}
