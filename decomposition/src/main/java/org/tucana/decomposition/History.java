package org.tucana.decomposition;

import java.util.List;

/**
 * How an iteration went.
 *
 * @param relativeErrors after each sweep; empty for methods that do not iterate
 * @param converged whether it stopped because nothing changed any more
 */
public record History(List<Double> relativeErrors, boolean converged) {
  public History {
    relativeErrors = List.copyOf(relativeErrors);
  }

  /** Of a method that does not iterate. */
  public static History direct() {
    return new History(List.of(), true);
  }

  /** Number of sweeps. */
  public int sweeps() {
    return relativeErrors.size();
  }
}
