package org.tucana.astro.simulation;

/**
 * A tidal tail or bridge along a circular arc, fading and widening towards its end, with clumps of
 * young stars.
 *
 * @param radius of the arc's circle, pixels; the circle's centre is the part's
 * @param from angle where the tail starts, radians
 * @param sweep signed angle it covers, radians
 * @param width at its start, pixels
 * @param young share of young stars
 * @param clumps how often brightness rises along it
 * @param phase of the clumps, radians
 */
record Tail(
    double radius,
    double from,
    double sweep,
    double width,
    double young,
    double clumps,
    double phase)
    implements Light {
  private static final double SOFT_START = 0.15;

  @Override
  public void addTo(double x, double y, double[] populations) {
    double turn = Math.IEEEremainder(Math.atan2(y, x) - from, 2 * Math.PI);
    double t = turn / sweep;
    if (t < -SOFT_START || t > 1) {
      return;
    }
    double along = Math.max(0, t);
    double spread = width * (1 + 1.3 * along);
    double offset = (Math.hypot(x, y) - radius) / spread;
    if (Math.abs(offset) > 3.5) {
      return;
    }
    double start = t < 0 ? 1 + t / SOFT_START : 1;
    double clump = 1 + 0.6 * Math.sin(clumps * along + phase);
    double light = start * (1 - along) * (1 - 0.4 * along) * clump * Math.exp(-offset * offset / 2);
    populations[YOUNG] += young * light;
    populations[DISC] += (1 - young) * light;
  }

  @Override
  public double reach() {
    return radius + 3.5 * width * 2.3;
  }
}
