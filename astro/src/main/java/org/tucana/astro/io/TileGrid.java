package org.tucana.astro.io;

import java.util.Arrays;

/**
 * How a compressed image is cut into tiles (FITS standard 4.0, section 10.1.1), numbered along the
 * first axis, then the second, then the third.
 *
 * @param image size of the image
 * @param tile size of a tile, those at the far sides excepted
 */
record TileGrid(ImageShape image, ImageShape tile) {
  private static final int AXES = 3;

  /** A tile's place, its end excluded. */
  record Range(int x, int endX, int y, int endY, int z, int endZ) {
    int samples() {
      return (endX - x) * (endY - y) * (endZ - z);
    }

    boolean holdsAny(int[] planes) {
      return Arrays.stream(planes).anyMatch(plane -> plane >= z && plane < endZ);
    }
  }

  static TileGrid of(FitsUnit unit) {
    ImageShape image = ImageShape.of(unit.file(), unit.axes("ZNAXIS"));
    int[] sides = {image.width(), image.height(), image.planes()};
    int[] tile = {image.width(), 1, 1};
    for (int i = 0; i < AXES; i++) {
      String keyword = "ZTILE" + (i + 1);
      if (unit.has(keyword)) {
        tile[i] = (int) Math.min(sides[i], unit.integer(keyword, 1, Integer.MAX_VALUE));
      }
    }
    unit.file().checkSize(tile[0], tile[1], tile[2]);
    return new TileGrid(image, new ImageShape(tile[2], tile[1], tile[0]));
  }

  long tiles() {
    return (long) across() * down() * Math.ceilDiv(image.planes(), tile.planes());
  }

  Range range(int number) {
    int x = number % across() * tile.width();
    int y = number / across() % down() * tile.height();
    int z = number / across() / down() * tile.planes();
    return new Range(
        x,
        (int) Math.min((long) x + tile.width(), image.width()),
        y,
        (int) Math.min((long) y + tile.height(), image.height()),
        z,
        (int) Math.min((long) z + tile.planes(), image.planes()));
  }

  private int across() {
    return Math.ceilDiv(image.width(), tile.width());
  }

  private int down() {
    return Math.ceilDiv(image.height(), tile.height());
  }
}
