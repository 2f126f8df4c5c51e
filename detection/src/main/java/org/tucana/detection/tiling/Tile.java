package org.tucana.detection.tiling;

import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * A part of a picture.
 *
 * @param picture size of the whole picture
 * @param left first column
 * @param top first row
 * @param height rows
 * @param width columns
 */
public record Tile(PictureSize picture, int left, int top, int height, int width) {
  /** A box that ends this close to an inner side, in pixels, may go on beyond it. */
  private static final float MARGIN = 2;

  /** The tile's own pixels. */
  public Picture cut(Picture whole) {
    if (height == whole.height() && width == whole.width()) {
      return whole;
    }
    float[] pixels = new float[whole.channels() * height * width];
    for (int c = 0; c < whole.channels(); c++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            whole.pixels(),
            (c * whole.height() + top + y) * whole.width() + left,
            pixels,
            (c * height + y) * width,
            width);
      }
    }
    return new Picture(whole.channels(), height, width, pixels);
  }

  /** The area of the tile. */
  Box box() {
    return new Box(left, top, left + width, top + height);
  }

  /**
   * Whether a box of the picture lies in this tile and keeps clear of the sides beyond which the
   * picture goes on: then the tile shows the object whole.
   */
  boolean showsWhole(Box box) {
    return (left == 0 || box.x1() >= left + MARGIN)
        && (top == 0 || box.y1() >= top + MARGIN)
        && (left + width == picture.width() || box.x2() <= left + width - MARGIN)
        && (top + height == picture.height() || box.y2() <= top + height - MARGIN);
  }
}
