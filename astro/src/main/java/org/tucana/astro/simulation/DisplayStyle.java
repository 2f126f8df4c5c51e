package org.tucana.astro.simulation;

import org.tucana.astro.stretch.ColourCurve;
import org.tucana.core.type.Philox;

/**
 * How an exposure is made into a display picture: i, r and g as red, green and blue, each in
 * deviations of its own sky's noise.
 *
 * @param curve brightness of the mean of the three
 * @param level red, green and blue of the empty sky
 * @param grey true where all three channels show r
 */
public record DisplayStyle(ColourCurve curve, double[] level, boolean grey) {
  static DisplayStyle draw(DisplaySettings settings, Philox random) {
    double share = Math.pow(random.nextDouble(), 1.7);
    double level =
        settings.skyLevel().low()
            + share * (settings.skyLevel().high() - settings.skyLevel().low());
    double[] levels = new double[3];
    for (int c = 0; c < levels.length; c++) {
      levels[c] = level * settings.skyTint().draw(random);
    }
    ColourCurve curve =
        new ColourCurve(
            settings.softeningSigmas().draw(random), settings.whiteSigmas().draw(random));
    return new DisplayStyle(curve, levels, random.nextDouble() < settings.greyShare());
  }
}
