package org.tucana.core.cpu.blocked;

/**
 * Some rows of one image of a map.
 *
 * @param map the map
 * @param image which image
 * @param first the first of the rows, which may lie in the halo
 * @param count how many there are
 */
record MapRows(BlockedMap map, int image, int first, int count) {
  /** Where their pixels lie. */
  PixelWalk walk() {
    return PixelWalk.over(map.images(image, 1), first, 0, 1, 1);
  }
}
