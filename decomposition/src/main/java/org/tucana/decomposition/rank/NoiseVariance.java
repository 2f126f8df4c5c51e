package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.List;

/**
 * The global minimum of {@link NoiseObjective}: samples between all variances at which a value
 * turns from signal to noise, then a golden section about those that are low enough.
 */
final class NoiseVariance {
  /** Distance of samples, in the logarithm of the variance. */
  private static final double STEP = 0.01;

  /** Relative precision of the variance; beyond some 1e-8 the objective is flat in double. */
  private static final double PRECISION = 1e-10;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final NoiseObjective objective;
  private final double lower;
  private final double upper;

  private NoiseVariance(NoiseObjective objective, double least) {
    this.objective = objective;
    this.upper = objective.upper();
    this.lower = Math.min(upper, Math.max(least, objective.lower()));
  }

  /**
   * The variance at which the objective is least.
   *
   * @param least a positive variance below which there are rounding errors alone
   */
  static double minimizing(NoiseObjective objective, double least) {
    return new NoiseVariance(objective, least).minimize();
  }

  /**
   * A sample that is lower than its neighbours.
   *
   * @param signals number of signals
   * @param from logarithm of the variance at the neighbour below
   * @param at its own
   * @param to at the neighbour above
   * @param value the objective's
   */
  private record Low(int signals, double from, double at, double to, double value) {}

  private double minimize() {
    List<Low> lows = lows();
    double lowest = Double.POSITIVE_INFINITY;
    for (Low low : lows) {
      lowest = Math.min(lowest, low.value);
    }
    // Where the derivative vanishes, the second one is at most some 2L: so far a minimum can lie
    // below the sample beside it.
    double slack = objective.shorter() * STEP * STEP;
    double best = Double.POSITIVE_INFINITY;
    double logarithm = Math.log(upper);
    for (Low low : lows) {
      if (low.value <= lowest + slack) {
        double narrowed = narrow(low);
        double value = at(narrowed, low.signals);
        double found = value < low.value ? narrowed : low.at;
        if (Math.min(value, low.value) < best) {
          best = Math.min(value, low.value);
          logarithm = found;
        }
      }
    }
    return Math.min(upper, Math.max(lower, Math.exp(logarithm)));
  }

  private List<Low> lows() {
    List<Low> lows = new ArrayList<>();
    double to = upper;
    for (int signals = 0; to > lower; signals++) {
      double from = Math.max(lower, Math.min(to, objective.turn(signals)));
      if (from < to) {
        addLows(signals, Math.log(from), Math.log(to), lows);
      }
      to = from;
    }
    return lows;
  }

  private void addLows(int signals, double from, double to, List<Low> lows) {
    int steps = 2 + (int) ((to - from) / STEP);
    double[] places = new double[steps + 1];
    double[] values = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      places[i] = i == steps ? to : from + (to - from) * i / steps;
      values[i] = at(places[i], signals);
    }
    for (int i = 0; i <= steps; i++) {
      int below = Math.max(0, i - 1);
      int above = Math.min(steps, i + 1);
      if (values[i] <= values[below] && values[i] <= values[above]) {
        lows.add(new Low(signals, places[below], places[i], places[above], values[i]));
      }
    }
  }

  /** The golden section search. */
  private double narrow(Low low) {
    double from = low.from;
    double to = low.to;
    double left = to - GOLDEN * (to - from);
    double right = from + GOLDEN * (to - from);
    double atLeft = at(left, low.signals);
    double atRight = at(right, low.signals);
    while (to - from > PRECISION) {
      if (atLeft <= atRight) {
        to = right;
        right = left;
        atRight = atLeft;
        left = to - GOLDEN * (to - from);
        atLeft = at(left, low.signals);
      } else {
        from = left;
        left = right;
        atLeft = atRight;
        right = from + GOLDEN * (to - from);
        atRight = at(right, low.signals);
      }
    }
    return (from + to) / 2;
  }

  private double at(double logarithm, int signals) {
    return objective.at(Math.exp(logarithm), signals);
  }
}
