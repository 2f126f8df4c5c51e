package org.tucana.astro.simulation;

import java.util.List;

/**
 * An inclined exponential disc with logarithmic arms, dust along their inner edges, a ring, and
 * star-forming knots.
 *
 * @param shape orientation; its axis ratio is the cosine of the inclination, softened by thickness
 * @param scaleLength pixels
 * @param arms the arms; of contrast 0 for a smooth disc
 * @param young share of young stars in the arms' light
 * @param depth optical depth of the dust lanes; 0 for none
 * @param ring light of the ring over that of the disc there; 0 for none
 * @param ringRadius pixels
 * @param knots star-forming regions
 */
record Disc(
    Ellipse shape,
    double scaleLength,
    Arms arms,
    double young,
    double depth,
    double ring,
    double ringRadius,
    List<Knot> knots)
    implements Light {
  private static final double REACH = 4.6;

  /** Dust lies this far, in radians of the arms' phase, inside their ridges. */
  private static final double DUST_LAG = 0.7;

  /** A bright spot at disc coordinates u, v with the given width, pixels. */
  record Knot(double u, double v, double width, double brightness) {}

  Disc {
    knots = List.copyOf(knots);
  }

  @Override
  public void addTo(double x, double y, double[] populations) {
    double u = shape.along(x, y);
    double v = shape.across(x, y);
    double r = Math.sqrt(u * u + v * v);
    if (r > reach()) {
      return;
    }
    double smooth = Math.exp(-r / scaleLength) * Light.taper(r / reach());
    if (arms.contrast() > 0) {
      addArms(u, v, r, smooth, populations);
    } else {
      populations[DISC] += smooth;
    }
    if (ring > 0) {
      double t = (r - ringRadius) / (0.18 * ringRadius);
      populations[YOUNG] += ring * smooth * Math.exp(-t * t / 2);
    }
    for (Knot k : knots) {
      double d = ((u - k.u) * (u - k.u) + (v - k.v) * (v - k.v)) / (2 * k.width * k.width);
      if (d < 8) {
        populations[YOUNG] += k.brightness * Math.exp(-d);
      }
    }
  }

  private void addArms(double u, double v, double r, double smooth, double[] populations) {
    double theta = Math.atan2(v, u);
    double angle = theta - arms.ridge(r);
    double share = arms.contrast() * arms.grown(r);
    double uneven = arms.uneven(theta, Math.log(Math.max(r, 0.02 * scaleLength) / scaleLength));
    double light = smooth * uneven;
    populations[DISC] += light * (1 - share);
    double arm = light * share * arms.across(angle);
    populations[YOUNG] += young * arm;
    populations[DISC] += (1 - young) * arm;
    if (depth > 0) {
      double lag = Math.copySign(DUST_LAG, arms.pitch()) / arms.number();
      double lane = Math.exp(4 * (Math.cos(arms.number() * (angle + lag)) - 1));
      populations[DUST] +=
          depth * uneven * (0.15 + lane * arms.grown(r)) * Math.exp(-0.5 * r / scaleLength);
    }
  }

  @Override
  public double reach() {
    return REACH * scaleLength;
  }
}
