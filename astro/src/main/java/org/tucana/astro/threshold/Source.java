package org.tucana.astro.threshold;

import org.tucana.detection.structure.RunLength;

/**
 * An object above the threshold.
 *
 * @param x flux-weighted centre in pixels; pixel i covers [i, i + 1), its centre is i + 0.5
 * @param y flux-weighted centre
 * @param major standard deviation of the light along the longer axis, pixels
 * @param minor along the shorter axis
 * @param angle of the longer axis from x towards y, radians in (-pi/2, pi/2]
 * @param flux light above the sky within the mask, in the picture's unit
 * @param peak brightest pixel above the sky
 * @param signalToNoise flux over the sky's noise within the mask
 * @param mask its pixels, over the whole picture
 */
public record Source(
    double x,
    double y,
    double major,
    double minor,
    double angle,
    double flux,
    double peak,
    double signalToNoise,
    RunLength mask) {
  /** Signal to noise at which an object scores a half. */
  private static final double EVEN = 10;

  /** Signal to noise s as a score in (0, 1): s / (s + 10). It ranks, and is no probability. */
  public float score() {
    float score = (float) (signalToNoise / (signalToNoise + EVEN));
    return Math.clamp(score, Float.MIN_NORMAL, Math.nextDown(1f));
  }
}
