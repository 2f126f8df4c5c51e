package org.tucana.astro.simulation;

import org.tucana.astro.mask.Otsu;
import org.tucana.core.type.FormatException;

/**
 * Which pixels belong to an object, decided on its own light, seen through the atmosphere and
 * without noise. Brightness is the mean of the display bands in deviations of their noise.
 *
 * <p>The text form: {@code display} or {@code isophote:DEVIATIONS}.
 */
public sealed interface OutlineRule {
  /** The isophote: what is brighter belongs to the object. */
  double isophote(float[] brightness, DisplayStyle style);

  /** True where brightness is softened in proportion to the galaxy before the isophote is drawn. */
  boolean softened();

  /**
   * The rule of automatic masks on stamps: Otsu's threshold on the object's own display picture,
   * but nothing fainter than the noise.
   */
  record Display() implements OutlineRule {
    private static final double FAINTEST = 1.5;

    /** Far below the first of 256 levels of any object that reaches the faintest outline. */
    private static final double DARK = 0.001;

    @Override
    public double isophote(float[] brightness, DisplayStyle style) {
      float[] display = new float[brightness.length];
      for (int i = 0; i < display.length; i++) {
        // Most of a footprint is dark, and a logarithm takes its time.
        if (brightness[i] > DARK) {
          display[i] = (float) Math.min(1, style.curve().brightness(brightness[i]));
        }
      }
      return Math.max(FAINTEST, style.curve().signal(Otsu.threshold(display)));
    }

    @Override
    public boolean softened() {
      return true;
    }
  }

  /**
   * One isophote for all objects.
   *
   * @param deviations mean brightness of the display bands, deviations of one band's noise
   */
  record Isophote(double deviations) implements OutlineRule {
    public Isophote {
      if (!(deviations > 0) || Double.isInfinite(deviations)) {
        throw new IllegalArgumentException(
            "isophote: expected a brightness above 0, got " + deviations);
      }
    }

    @Override
    public double isophote(float[] brightness, DisplayStyle style) {
      return deviations;
    }

    @Override
    public boolean softened() {
      return false;
    }
  }

  /**
   * Reads the text form.
   *
   * @throws FormatException where it is none
   */
  static OutlineRule parse(String text) {
    if (text.equals("display")) {
      return new Display();
    }
    if (text.startsWith("isophote:")) {
      try {
        return new Isophote(Double.parseDouble(text.substring("isophote:".length())));
      } catch (IllegalArgumentException e) {
        throw fault(text, e);
      }
    }
    throw fault(text, null);
  }

  private static FormatException fault(String text, Exception cause) {
    return new FormatException(
        "outline: \""
            + text
            + "\" is none; write display or isophote:DEVIATIONS, such as"
            + " isophote:1.5",
        cause);
  }
}
