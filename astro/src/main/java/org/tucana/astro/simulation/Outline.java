package org.tucana.astro.simulation;

import org.tucana.detection.structure.BinaryMask;

/**
 * The pixels of one object, seen alone.
 *
 * @param mask of the object's footprint
 * @param isophote brightness that it follows: mean of the display bands, noise deviations
 */
record Outline(BinaryMask mask, double isophote) {
  /** Softening as a share of the effective radius: it joins the arms of a disc. */
  private static final double SOFTENING = 0.15;

  /** Deviation of a Gaussian over its full width at half maximum. */
  private static final double DEVIATION = 1 / 2.3548;

  /** Outlines a galaxy by a rule; holes are filled. */
  static Outline of(
      Galaxy galaxy, Footprint place, float[] brightness, OutlineRule rule, Canvas canvas) {
    float[] soft = brightness;
    if (rule.softened()) {
      double seeing = canvas.exposure().in(Band.R).seeing().fwhm() * DEVIATION;
      double deviation = Math.max(seeing, SOFTENING * galaxy.effectiveRadius());
      soft = Blur.gaussian(brightness, place.height(), place.width(), deviation);
    }
    double isophote = rule.isophote(soft, canvas.style());
    byte[] inside = new byte[soft.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (soft[i] > isophote ? 1 : 0);
    }
    BinaryMask mask = new BinaryMask(place.height(), place.width(), inside);
    return new Outline(Outlines.withoutHoles(mask), isophote);
  }
}
