package org.tucana.astro.simulation;

import org.tucana.core.type.Philox;

/**
 * An interval that values are drawn from.
 *
 * @param low its lower end
 * @param high its upper end, not below the lower one
 */
public record Range(double low, double high) {
  public Range {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "range: expected finite numbers, the lower first, got " + low + " and " + high);
    }
  }

  /** A value drawn uniformly. */
  double draw(Philox random) {
    return random.nextDouble(low, high);
  }

  /** A value uniform in its logarithm; the range must be positive. */
  double drawLogarithmic(Philox random) {
    return logarithmic(random.nextDouble());
  }

  /** The value at a share of the way, in logarithms, from the lower end to the upper one. */
  double logarithmic(double share) {
    return low * Math.exp(share * Math.log(high / low));
  }
}
