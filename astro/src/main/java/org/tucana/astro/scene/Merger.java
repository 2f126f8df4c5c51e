package org.tucana.astro.scene;

import java.util.List;

/** Galaxies in collision: their own lights, displaced, and the tidal tails between and behind. */
record Merger(List<Displaced> members, List<Tail> tails) implements Light {
  /** A light whose centre is not the merger's. */
  record Displaced(double x, double y, Light light) {}

  /**
   * A tail along a circular arc, fading and widening towards its end.
   *
   * @param centreX centre of the arc's circle
   * @param radius of the circle, pixels
   * @param from angle where the tail starts, radians
   * @param sweep signed angle it covers, radians
   * @param width at its start, pixels
   */
  record Tail(
      double centreX,
      double centreY,
      double radius,
      double from,
      double sweep,
      double width,
      double brightness,
      Colour colour) {
    void addTo(double x, double y, double[] rgb) {
      double dx = x - centreX;
      double dy = y - centreY;
      double turn = Math.IEEEremainder(Math.atan2(dy, dx) - from, 2 * Math.PI);
      double t = turn / sweep;
      if (t < -0.15 || t > 1) {
        return;
      }
      double along = Math.max(0, t);
      double w = width * (1 + 1.2 * along);
      double offset = (Math.hypot(dx, dy) - radius) / w;
      double ends = t < 0 ? 1 + t / 0.15 : 1;
      colour.add(
          brightness * ends * (1 - along) * (1 - 0.4 * along) * Math.exp(-offset * offset / 2),
          rgb);
    }
  }

  Merger {
    members = List.copyOf(members);
    tails = List.copyOf(tails);
  }

  @Override
  public void addTo(double x, double y, double[] rgb) {
    for (Displaced m : members) {
      m.light.addTo(x - m.x, y - m.y, rgb);
    }
    for (Tail t : tails) {
      t.addTo(x, y, rgb);
    }
  }

  @Override
  public double reach() {
    double far = 0;
    for (Displaced m : members) {
      far = Math.max(far, Math.hypot(m.x, m.y) + m.light.reach());
    }
    for (Tail t : tails) {
      far = Math.max(far, Math.hypot(t.centreX, t.centreY) + t.radius + 4 * t.width);
    }
    return far;
  }
}
