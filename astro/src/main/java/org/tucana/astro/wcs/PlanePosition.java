package org.tucana.astro.wcs;

/**
 * A place in a plane: of a picture, in pixels, or beside the reference point.
 *
 * @param x to the right, along the first axis
 * @param y along the second axis
 */
public record PlanePosition(double x, double y) {}
