package org.tucana.core.cpu.blocked;

/**
 * What happens to the sums of a product before they are stored.
 *
 * @param start what the sums of each filter begin with, as many as the filters fill groups of
 *     {@link PixelTile#WIDTH}; zeros beyond the last filter
 * @param residual a map of the output's sizes that is added; null for none
 * @param relu whether negative results become zero
 */
public record MapEpilogue(float[] start, BlockedMap residual, boolean relu) {
  /** Room for what the sums of so many filters begin with: zeros. */
  public static float[] start(int filters) {
    return new float[PackedFilters.groups(filters) * PixelTile.WIDTH];
  }

  /** The same for some of the images. */
  MapEpilogue images(int first, int count) {
    return new MapEpilogue(start, residual == null ? null : residual.images(first, count), relu);
  }

  float floor() {
    return relu ? 0f : Float.NEGATIVE_INFINITY;
  }
}
