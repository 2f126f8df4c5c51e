package org.tucana.astro.simulation;

import java.util.List;

/**
 * Logarithmic arms, theta = phase + ln(r / start) / tan(pitch), and the unevenness of a disc along
 * them.
 *
 * @param number of arms
 * @param pitch signed angle, radians
 * @param phase angle at which an arm starts, radians
 * @param start radius where arms begin, pixels
 * @param sharpness kappa of their profile across, exp(kappa cos) / I_0(kappa), whose mean is 1
 * @param contrast share of the disc's light that follows the arms
 * @param waves uneven brightness
 */
record Arms(
    int number,
    double pitch,
    double phase,
    double start,
    double sharpness,
    double contrast,
    List<Wave> waves) {

  /**
   * One wave of brightness around and along the disc: 1 + amplitude cos(turns theta + winding ln r
   * + phase).
   */
  record Wave(double amplitude, int turns, double winding, double phase) {}

  Arms {
    waves = List.copyOf(waves);
  }

  /** A disc without arms. */
  static Arms none() {
    return new Arms(2, 0.3, 0, 1, 1, 0, List.of());
  }

  /** Angle of the first arm's ridge at a radius. */
  double ridge(double radius) {
    return phase + Math.log(Math.max(radius, 0.02 * start) / start) / Math.tan(pitch);
  }

  /** How much of the arms has set in at a radius: 0 at the centre, 1 from their start on. */
  double grown(double radius) {
    return Light.smoothStep((radius - 0.5 * start) / (0.7 * start));
  }

  /** exp(kappa (cos(angle) - 1)), scaled to a mean of 1 over all angles. */
  double across(double angle) {
    return Math.exp(sharpness * (Math.cos(number * angle) - 1)) * scale();
  }

  /** 1 / (exp(-kappa) I_0(kappa)) by the asymptotic series, whose error is below 2 % from 1 on. */
  private double scale() {
    double k = sharpness;
    return Math.sqrt(2 * Math.PI * k) / (1 + 1 / (8 * k) + 9 / (128 * k * k));
  }

  /** Product of all waves, not negative. */
  double uneven(double theta, double logRadius) {
    double product = 1;
    for (Wave w : waves) {
      product *= 1 + w.amplitude * Math.cos(w.turns * theta + w.winding * logRadius + w.phase);
    }
    return Math.max(0, product);
  }
}
