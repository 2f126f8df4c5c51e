package org.tucana.astro.threshold;

/**
 * How objects are found without a network.
 *
 * @param threshold brightness of an object's faintest pixel after filtering, in units of the sky's
 *     noise before it
 * @param outline share of an object's own peak, after filtering, at which it is outlined where that
 *     is above the threshold; 0 outlines all objects at the threshold
 * @param minimumArea fewest pixels of an object above the threshold
 * @param cell rows and columns of a cell of the sky's mesh, pixels
 * @param deblending when connected light is taken for several objects
 * @param clean whether what only a neighbour's wings lift above the threshold is removed
 * @param bands how bands become one plane
 * @param noise whether the threshold follows the noise
 * @param leastNoise noise that is assumed at least, in the picture's unit
 */
public record ThresholdSettings(
    double threshold,
    double outline,
    int minimumArea,
    int cell,
    Deblending deblending,
    boolean clean,
    BandSum bands,
    Noise noise,
    double leastNoise) {
  /** Whose noise the threshold is a multiple of. */
  public enum Noise {
    /** That of the whole picture. */
    WHOLE,
    /** That of the sky around each pixel. */
    LOCAL
  }

  /** Largest threshold that is taken. */
  public static final double HIGHEST_THRESHOLD = 1e6;

  private static final Deblending DEBLENDING = new Deblending(32, 0.005);

  /** The level of an 8-bit picture: less noise than this cannot be seen in it. */
  private static final double GREY_LEVEL = 1 / 255.0;

  private static final int MOST_CELL = 1 << 14;

  public ThresholdSettings {
    if (!(threshold > 0 && threshold <= HIGHEST_THRESHOLD)
        || !(outline >= 0 && outline < 1)
        || minimumArea < 1
        || cell < 4
        || cell > MOST_CELL
        || !(leastNoise >= 0 && Double.isFinite(leastNoise))) {
      throw new IllegalArgumentException(
          "threshold detection: expected a threshold in (0, 10^6], an outline in [0, 1), an area of 1 or more, cells of 4"
              + " to "
              + MOST_CELL
              + " and a finite least noise, got "
              + threshold
              + ", "
              + outline
              + ", "
              + minimumArea
              + ", "
              + cell
              + " and "
              + leastNoise);
    }
  }

  /** SExtractor's defaults, for counts or other physical values. */
  public static ThresholdSettings physical() {
    return new ThresholdSettings(
        1.5, 0, 5, 64, DEBLENDING, true, BandSum.INVERSE_VARIANCE, Noise.WHOLE, 0);
  }

  /**
   * For pictures that were made to be looked at, with samples in [0, 1]: objects are outlined where
   * an eye, or Otsu's threshold, parts them from the sky.
   */
  public static ThresholdSettings display() {
    return new ThresholdSettings(
        2, 0.18, 30, 128, DEBLENDING, true, BandSum.MEAN, Noise.LOCAL, GREY_LEVEL / 2);
  }

  /** The same with another threshold. */
  public ThresholdSettings withThreshold(double other) {
    return new ThresholdSettings(
        other, outline, minimumArea, cell, deblending, clean, bands, noise, leastNoise);
  }
}
