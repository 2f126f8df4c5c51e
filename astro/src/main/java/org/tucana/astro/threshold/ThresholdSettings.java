package org.tucana.astro.threshold;

/**
 * How objects are found without a network.
 *
 * @param threshold brightness of an object's faintest pixel after filtering, in units of the sky's
 *     noise before it
 * @param minimumArea fewest pixels of an object
 * @param cell rows and columns of a cell of the sky's mesh, pixels
 * @param deblending when connected light is taken for several objects
 * @param clean whether what only a neighbour's wings lift above the threshold is removed
 * @param bands how bands become one plane
 * @param noise whether the threshold follows the noise
 * @param leastNoise noise that is assumed at least, in the picture's unit
 */
public record ThresholdSettings(
    double threshold,
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

  private static final Deblending DEBLENDING = new Deblending(32, 0.005);

  /** The level of an 8-bit picture: less noise than this cannot be seen in it. */
  private static final double GREY_LEVEL = 1 / 255.0;

  private static final int MOST_CELL = 1 << 14;

  public ThresholdSettings {
    if (!(threshold > 0 && threshold <= 1e6)
        || minimumArea < 1
        || cell < 4
        || cell > MOST_CELL
        || !(leastNoise >= 0 && Double.isFinite(leastNoise))) {
      throw new IllegalArgumentException(
          "threshold detection: expected a threshold in (0, 1e6], an area of 1 or more, cells of 4"
              + " to "
              + MOST_CELL
              + " and a finite least noise, got "
              + threshold
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
        1.5, 5, 64, DEBLENDING, true, BandSum.INVERSE_VARIANCE, Noise.WHOLE, 0);
  }

  /** For pictures that were made to be looked at, with samples in [0, 1]. */
  public static ThresholdSettings display() {
    return new ThresholdSettings(
        3, 30, 128, DEBLENDING, true, BandSum.MEAN, Noise.WHOLE, GREY_LEVEL / 2);
  }

  /** The same with another threshold. */
  public ThresholdSettings withThreshold(double other) {
    return new ThresholdSettings(
        other, minimumArea, cell, deblending, clean, bands, noise, leastNoise);
  }
}
