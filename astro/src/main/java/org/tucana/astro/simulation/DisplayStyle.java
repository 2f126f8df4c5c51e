package org.tucana.astro.simulation;

import org.tucana.core.type.Philox;

/**
 * How an exposure is made into a display picture: i, r and g as red, green and blue, each in
 * deviations of its own sky's noise; the mean of the three is stretched, asinh(mean / softening) /
 * asinh(white / softening), and their ratios stay (Lupton et al. 2004, equations 1 and 2).
 *
 * @param softening up to which brightness rises about linearly, deviations
 * @param white mean that is shown as white, deviations
 * @param level red, green and blue of the empty sky
 * @param grey true where all three channels show r
 */
public record DisplayStyle(double softening, double white, double[] level, boolean grey) {
  static DisplayStyle draw(DisplaySettings settings, Philox random) {
    double share = Math.pow(random.nextDouble(), 1.7);
    double level =
        settings.skyLevel().low()
            + share * (settings.skyLevel().high() - settings.skyLevel().low());
    double[] levels = new double[3];
    for (int c = 0; c < levels.length; c++) {
      levels[c] = level * settings.skyTint().draw(random);
    }
    double softening = settings.softeningSigmas().draw(random);
    double white = settings.whiteSigmas().draw(random);
    return new DisplayStyle(softening, white, levels, random.nextDouble() < settings.greyShare());
  }

  /** Brightness on display, above the sky's level, of a mean brightness in deviations. */
  public double stretched(double mean) {
    return asinh(mean / softening) / asinh(white / softening);
  }

  /** The mean brightness that is shown as {@code display} above the sky's level. */
  public double unstretched(double display) {
    return softening * Math.sinh(display * asinh(white / softening));
  }

  private static double asinh(double v) {
    double a = Math.abs(v);
    return Math.copySign(Math.log(a + Math.sqrt(a * a + 1)), v);
  }
}
