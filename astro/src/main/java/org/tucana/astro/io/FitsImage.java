package org.tucana.astro.io;

import java.io.IOException;

/** An image in a FITS file that is long enough to hold it. */
sealed interface FitsImage permits PlainImage, TiledImage {
  /** Its cards, as those of an image that is not compressed. */
  FitsHeader header();

  ImageShape shape();

  /**
   * Physical values in float32, NaN where there is none.
   *
   * @param planes numbers of planes from 0 on, in the order wanted
   */
  float[] read(FitsSource source, int[] planes) throws IOException;
}
