package org.tucana.core.cpu.blocked;

/**
 * Where the pixels of a grid lie in an array.
 *
 * @param offset the first pixel of the first image
 * @param imageStride distance of two images
 * @param rowStride distance of two rows of the grid
 * @param pixelStride distance of two pixels in a row
 */
record PixelWalk(int offset, int imageStride, int rowStride, int pixelStride) {
  /** All pixels of a map. */
  static PixelWalk over(BlockedMap map) {
    return over(map, 0, 0, 1, 1);
  }

  /** Every {@code stepY}-th row and {@code stepX}-th column of a map, from a pixel on. */
  static PixelWalk over(BlockedMap map, int row, int column, int stepY, int stepX) {
    MapExtent extent = map.extent();
    return new PixelWalk(
        map.at(0, 0, row, column),
        extent.imageStride(),
        stepY * extent.rowStride(),
        stepX * MapExtent.BLOCK);
  }

  int at(int image, int row, int column) {
    return offset + image * imageStride + row * rowStride + column * pixelStride;
  }
}
