package org.tucana.astro.scene;

/**
 * A surface brightness over the plane, in three bands (red, green, blue).
 *
 * <p>Coordinates are pixels from the object's centre, x to the right and y down.
 */
interface Light {
  /** Adds the brightness at a point to {@code rgb}, per square pixel. */
  void addTo(double x, double y, double[] rgb);

  /** Beyond this distance from the centre, in pixels, the light is negligible. */
  double reach();
}
