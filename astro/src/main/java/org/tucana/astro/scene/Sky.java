package org.tucana.astro.scene;

import org.tucana.astro.stretch.ColourCurve;
import org.tucana.core.type.Philox;

/**
 * Conditions of one exposure and the way it was made into a display picture.
 *
 * @param seeing width (standard deviation) of the point-spread function's core, pixels
 * @param wings share of the light in wings 2.4 times as wide
 * @param shotNoise variance added for each unit of light (the sky's own variance is 1)
 * @param grain standard deviation of the blur that correlates the noise, pixels
 * @param softening of the asinh stretch, in units of the sky's noise
 * @param white brightness shown as white, in units of the sky's noise
 * @param level red, green and blue of the empty sky on display
 */
record Sky(
    double seeing,
    double wings,
    double shotNoise,
    double grain,
    double softening,
    double white,
    double[] level) {

  /** Conditions like those of the survey stamps and of deep fields. */
  static Sky random(Philox random) {
    double grey = 0.008 + 0.12 * Math.pow(random.nextDouble(), 1.7);
    double[] level = new double[3];
    for (int c = 0; c < 3; c++) {
      level[c] = grey * random.nextDouble(0.8, 1.2);
    }
    return new Sky(
        random.nextDouble(0.8, 1.7),
        random.nextDouble(0.05, 0.3),
        random.nextDouble(0.005, 0.05),
        random.nextDouble() < 0.4 ? 0 : random.nextDouble(0.4, 0.9),
        random.nextDouble(3, 14),
        random.nextDouble(45, 160),
        level);
  }

  /** The curve from brightness on the sky to brightness on display. */
  ColourCurve curve() {
    return new ColourCurve(softening, white);
  }

  /** Brightness on display, above the sky's level, of an unstretched brightness. */
  double stretched(double brightness) {
    return curve().brightness(brightness);
  }

  /** The brightness that is shown as {@code display} above the sky's level. */
  double unstretched(double display) {
    return curve().signal(display);
  }
}
