package org.tucana.astro.scene;

import java.util.List;

/**
 * An exponential disc with logarithmic arms, r = r_0 exp(theta tan(pitch)), a bulge, star-forming
 * knots along the arms and, where {@code barLength} is positive, a bar from whose ends the arms
 * start.
 *
 * @param scaleLength of the disc, pixels
 * @param brightness of the disc at its centre
 * @param arms number of arms
 * @param pitch angle of the arms, radians
 * @param contrast 0: smooth disc, 1: all light in the arms
 * @param phase angle at which an arm starts, radians
 * @param barLength half length of the bar, pixels; 0 for none
 * @param barBrightness of the bar at its centre
 * @param knots star-forming regions
 */
record SpiralDisc(
    double scaleLength,
    double brightness,
    int arms,
    double pitch,
    double contrast,
    double phase,
    double barLength,
    double barBrightness,
    Ellipse shape,
    Colour disc,
    Colour armColour,
    List<Knot> knots,
    Sersic bulge)
    implements Light {

  /** A bright spot at disc coordinates u, v with the given width, pixels. */
  record Knot(double u, double v, double width, double brightness) {}

  SpiralDisc {
    knots = List.copyOf(knots);
  }

  @Override
  public void addTo(double x, double y, double[] rgb) {
    double u = shape.along(x, y);
    double v = shape.across(x, y);
    double r = Math.hypot(u, v);
    double smooth = brightness * Math.exp(-r / scaleLength);
    double start = barLength > 0 ? barLength * 0.9 : 0.6 * scaleLength;
    double grown = smoothStep((r - 0.6 * start) / (0.8 * start));
    double wound = Math.log(Math.max(r, 1e-3) / start) / Math.tan(pitch);
    double wave = 0.5 + 0.5 * Math.cos(arms * (Math.atan2(v, u) - phase - wound));
    double ridge = wave * wave * wave;
    double arm = smooth * contrast * grown * 2.6 * ridge;
    disc.add(smooth * (1 - contrast * grown * 0.75), rgb);
    armColour.add(arm, rgb);
    for (Knot k : knots) {
      double d = ((u - k.u) * (u - k.u) + (v - k.v) * (v - k.v)) / (2 * k.width * k.width);
      if (d < 8) {
        armColour.add(k.brightness * Math.exp(-d), rgb);
      }
    }
    if (barLength > 0) {
      double c = u * Math.cos(phase) + v * Math.sin(phase);
      double s = v * Math.cos(phase) - u * Math.sin(phase);
      double p = Math.pow(c / barLength, 4) + Math.pow(s / (0.28 * barLength), 2);
      bulge.colour().add(barBrightness * Math.exp(-1.6 * p), rgb);
    }
    bulge.addTo(x, y, rgb);
  }

  private static double smoothStep(double t) {
    double c = Math.min(1, Math.max(0, t));
    return c * c * (3 - 2 * c);
  }

  @Override
  public double reach() {
    return Math.max(6.5 * scaleLength, bulge.reach());
  }
}
