package org.tucana.decomposition.sweep;

import java.util.function.IntFunction;
import org.tucana.core.type.ShapeException;

/**
 * Where an iteration ended that was begun from one start of several.
 *
 * @param fit what it found
 * @param sweeps how it went
 */
public record Attempt<T>(T fit, SweepHistory sweeps) {

  /**
   * The attempt of least error, the first of several.
   *
   * @param restarts attempts after the first
   * @param attempt makes one; the first has number 0
   */
  public static <T> Attempt<T> best(int restarts, IntFunction<Attempt<T>> attempt) {
    Attempt<T> best = attempt.apply(0);
    for (int number = 1; number <= restarts; number++) {
      Attempt<T> next = attempt.apply(number);
      best = next.sweeps.last() < best.sweeps.last() ? next : best;
    }
    return best;
  }

  /** Refuses a number of restarts that makes no sense. */
  public static void checkRestarts(String method, int restarts) {
    if (restarts < 0) {
      throw new ShapeException(
          method + ": expected 0 restarts or more, got " + restarts + "; 0 starts once");
    }
  }
}
