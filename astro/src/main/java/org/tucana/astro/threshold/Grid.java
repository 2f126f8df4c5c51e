package org.tucana.astro.threshold;

/** Which pixels of one object touch, by an edge or a corner. */
final class Grid {
  /** Number of pixels around a pixel. */
  static final int DIRECTIONS = 8;

  /** No pixel of the object. */
  static final int NONE = -1;

  private final int height;
  private final int width;

  /** Position in the object's list, plus one, at the object's pixels; 0 at all others. */
  private final int[] place;

  private int[] pixels = {};

  Grid(int height, int width) {
    this.height = height;
    this.width = width;
    this.place = new int[height * width];
  }

  /** Holds this object from now on, and no other. */
  void hold(int[] object) {
    for (int p : pixels) {
      place[p] = 0;
    }
    for (int i = 0; i < object.length; i++) {
      place[object[i]] = i + 1;
    }
    pixels = object;
  }

  /** Position in the object's list of the pixel beside another one, or {@link #NONE}. */
  int beside(int position, int direction) {
    int around = direction < DIRECTIONS / 2 ? direction : direction + 1;
    int y = pixels[position] / width + around / 3 - 1;
    int x = pixels[position] % width + around % 3 - 1;
    return y < 0 || y >= height || x < 0 || x >= width ? NONE : place[y * width + x] - 1;
  }
}
