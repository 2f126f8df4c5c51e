package org.tucana.detection.tiling;

import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;

/**
 * An object found in a tile, in coordinates of the whole picture.
 *
 * @param tile where it was found
 * @param box its box
 * @param label its class
 * @param score probability of the class
 * @param mask its pixels
 */
public record TileObject(Tile tile, Box box, int label, float score, MaskCrop mask) {
  /** Whether the tile's side may cut the object. */
  boolean isCut() {
    return !tile.showsWhole(box);
  }
}
