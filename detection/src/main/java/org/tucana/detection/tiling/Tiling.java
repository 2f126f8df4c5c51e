package org.tucana.detection.tiling;

import java.util.ArrayList;
import java.util.List;
import org.tucana.detection.structure.PictureSize;

/**
 * How a large picture is cut: tiles of one size, each sharing at least {@code overlap} pixels with
 * its neighbours. An object of at most {@code overlap} pixels lies whole in some tile.
 *
 * @param size rows and columns of a tile
 * @param overlap least number of shared rows or columns, less than {@code size}
 */
public record Tiling(int size, int overlap) {
  public Tiling {
    if (size < 1 || overlap < 0 || overlap >= size) {
      throw new IllegalArgumentException(
          "tiling: tiles must be larger than their overlap, got size "
              + size
              + " and overlap "
              + overlap);
    }
  }

  /** Every picture is one tile. */
  public static Tiling none() {
    return new Tiling(Integer.MAX_VALUE, 0);
  }

  /** The tiles of a picture, row after row; a picture that fits is one tile. */
  public List<Tile> tiles(PictureSize picture) {
    List<Tile> tiles = new ArrayList<>();
    int height = Math.min(size, picture.height());
    int width = Math.min(size, picture.width());
    for (int top : starts(picture.height())) {
      for (int left : starts(picture.width())) {
        tiles.add(new Tile(picture, left, top, height, width));
      }
    }
    return tiles;
  }

  /** One tile of a picture, with a pixel as near to its centre as the picture's edges allow. */
  public Tile around(PictureSize picture, int x, int y) {
    int height = Math.min(size, picture.height());
    int width = Math.min(size, picture.width());
    return new Tile(
        picture,
        Math.clamp(x - width / 2, 0, picture.width() - width),
        Math.clamp(y - height / 2, 0, picture.height() - height),
        height,
        width);
  }

  /** First pixels of the tiles along one side, as evenly spread as whole pixels allow. */
  private int[] starts(int side) {
    if (side <= size) {
      return new int[] {0};
    }
    int steps = Math.ceilDiv(side - size, size - overlap);
    int[] starts = new int[steps + 1];
    for (int i = 0; i <= steps; i++) {
      starts[i] = (int) ((long) i * (side - size) / steps);
    }
    return starts;
  }
}
