package org.tucana.detection.structure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How sure each pixel of a window is to belong to an object; pixels outside of the window do not.
 *
 * <p>The array is held, not copied: whoever makes a crop gives the array away.
 *
 * @param picture size of the whole picture
 * @param x first column of the window, within the picture
 * @param y first row of the window
 * @param height rows of the window
 * @param width columns of the window
 * @param probabilities {@code height * width} numbers in [0, 1], row by row
 */
public record MaskCrop(
    PictureSize picture, int x, int y, int height, int width, float[] probabilities) {
  /** Pixels at least this sure belong to the object. */
  public static final float THRESHOLD = 0.5f;

  public MaskCrop {
    Objects.requireNonNull(probabilities, "probabilities");
    if (x < 0
        || y < 0
        || height < 0
        || width < 0
        || x + width > picture.width()
        || y + height > picture.height()
        || probabilities.length != Math.multiplyExact(height, width)) {
      throw new IllegalArgumentException(
          "mask crop: a window of "
              + height
              + "x"
              + width
              + " at row "
              + y
              + ", column "
              + x
              + " with "
              + probabilities.length
              + " values does not fit a picture of "
              + picture);
    }
  }

  /** The pixels of at least the threshold, as run lengths over the whole picture. */
  public RunLength toRunLength() {
    RunBuilder runs = new RunBuilder(2 * width + 2);
    runs.add(false, x * picture.height());
    for (int column = 0; column < width; column++) {
      runs.add(false, y);
      for (int row = 0; row < height; row++) {
        runs.add(probabilities[row * width + column] >= THRESHOLD, 1);
      }
      runs.add(false, picture.height() - y - height);
    }
    runs.add(false, (picture.width() - x - width) * picture.height());
    return runs.finish(picture);
  }

  /** Number of pixels of at least the threshold. */
  public int area() {
    return areaWithin(new Box(0, 0, picture.width(), picture.height()));
  }

  /** Number of pixels of at least the threshold inside of a box with whole coordinates. */
  public int areaWithin(Box box) {
    int area = 0;
    for (int row = Math.max(y, (int) box.y1()); row < Math.min(y + height, box.y2()); row++) {
      for (int at = Math.max(x, (int) box.x1()); at < Math.min(x + width, box.x2()); at++) {
        area += isInside(row, at) ? 1 : 0;
      }
    }
    return area;
  }

  /** Number of pixels of at least the threshold in both masks, which lie in one picture. */
  public int intersection(MaskCrop other) {
    int common = 0;
    for (int row = Math.max(y, other.y);
        row < Math.min(y + height, other.y + other.height);
        row++) {
      for (int at = Math.max(x, other.x); at < Math.min(x + width, other.x + other.width); at++) {
        common += isInside(row, at) && other.isInside(row, at) ? 1 : 0;
      }
    }
    return common;
  }

  /** Row and column of the picture, which must lie in the window. */
  private boolean isInside(int row, int column) {
    return probabilities[(row - y) * width + column - x] >= THRESHOLD;
  }

  /** This mask in a larger picture of which its picture is the part that begins at (left, top). */
  public MaskCrop placed(PictureSize whole, int left, int top) {
    return new MaskCrop(whole, x + left, y + top, height, width, probabilities);
  }

  /** Both masks as one: each pixel as sure as the surer of the two says. */
  public MaskCrop union(MaskCrop other) {
    int left = Math.min(x, other.x);
    int top = Math.min(y, other.y);
    int columns = Math.max(x + width, other.x + other.width) - left;
    int rows = Math.max(y + height, other.y + other.height) - top;
    float[] surer = new float[Math.multiplyExact(rows, columns)];
    for (MaskCrop mask : List.of(this, other)) {
      for (int row = 0; row < mask.height; row++) {
        int to = (mask.y + row - top) * columns + mask.x - left;
        for (int i = 0; i < mask.width; i++) {
          surer[to + i] = Math.max(surer[to + i], mask.probabilities[row * mask.width + i]);
        }
      }
    }
    return new MaskCrop(picture, left, top, rows, columns, surer);
  }

  /** The probabilities over the whole picture, row by row. */
  public float[] toPicture() {
    float[] whole = new float[Math.multiplyExact(picture.height(), picture.width())];
    for (int row = 0; row < height; row++) {
      System.arraycopy(probabilities, row * width, whole, (y + row) * picture.width() + x, width);
    }
    return whole;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskCrop that
        && picture.equals(that.picture)
        && x == that.x
        && y == that.y
        && height == that.height
        && width == that.width
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(picture, x, y, height, width, Arrays.hashCode(probabilities));
  }

  @Override
  public String toString() {
    return "MaskCrop[" + height + "x" + width + " at " + x + "," + y + " of " + picture + "]";
  }
}
