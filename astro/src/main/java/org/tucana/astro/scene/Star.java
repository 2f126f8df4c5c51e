package org.tucana.astro.scene;

/**
 * A point of light, wide enough for the pixel grid; bright ones show the four spikes of a
 * telescope's spider.
 *
 * @param brightness all of its light, in units of the sky's noise
 * @param spikes angle of the spider, radians
 */
record Star(double brightness, double spikes, Colour colour) implements Light {
  private static final double WIDTH = 0.6;

  @Override
  public void addTo(double x, double y, double[] rgb) {
    double spot = Math.exp(-(x * x + y * y) / (2 * WIDTH * WIDTH)) / (2 * Math.PI * WIDTH * WIDTH);
    colour.add(brightness * (spot + spikesAt(x, y)), rgb);
  }

  private double spikesAt(double x, double y) {
    if (brightness < 1000) {
      return 0;
    }
    double u = Math.abs(x * Math.cos(spikes) + y * Math.sin(spikes));
    double v = Math.abs(y * Math.cos(spikes) - x * Math.sin(spikes));
    double far = Math.max(u, v);
    double near = Math.min(u, v);
    return 0.004 * Math.exp(-near * near) * Math.exp(-far / 7);
  }

  @Override
  public double reach() {
    return brightness < 1000 ? 3 : 32;
  }
}
