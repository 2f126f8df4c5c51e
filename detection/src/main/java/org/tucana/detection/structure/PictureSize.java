package org.tucana.detection.structure;

/** Rows and columns of a picture. */
public record PictureSize(int height, int width) {
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
