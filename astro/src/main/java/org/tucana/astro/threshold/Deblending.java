package org.tucana.astro.threshold;

/**
 * When connected light is taken for several objects.
 *
 * @param levels number of thresholds between the first one and the peak, at equal ratios; 1 takes
 *     nothing apart
 * @param contrast share of the whole light that a branch needs above its threshold
 */
public record Deblending(int levels, double contrast) {
  private static final int MOST_LEVELS = 1024;

  public Deblending {
    if (levels < 1 || levels > MOST_LEVELS || !(contrast >= 0 && contrast <= 1)) {
      throw new IllegalArgumentException(
          "deblending: expected 1 to "
              + MOST_LEVELS
              + " levels and a contrast in [0, 1], got "
              + levels
              + " and "
              + contrast);
    }
  }
}
