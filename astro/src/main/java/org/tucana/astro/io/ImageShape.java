package org.tucana.astro.io;

/**
 * Size of an image of two or three axes.
 *
 * @param planes length of the third axis; 1 where there is none
 * @param height length of the second axis
 * @param width length of the first axis, which runs fastest
 */
record ImageShape(int planes, int height, int width) {
  /** Further axes must have the length 1. */
  static ImageShape of(SourceFile file, long[] axes) {
    for (int i = 3; i < axes.length; i++) {
      if (axes[i] != 1) {
        throw file.fault(
            "its image has "
                + axes.length
                + " axes, expected 2 or 3; cut out the planes to look at");
      }
    }
    file.checkSize(axes[0], axes[1], 1);
    return new ImageShape(axes.length > 2 ? (int) axes[2] : 1, (int) axes[1], (int) axes[0]);
  }

  long samples() {
    return (long) planes * height * width;
  }
}
