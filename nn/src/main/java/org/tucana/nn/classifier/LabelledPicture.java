package org.tucana.nn.classifier;

import org.tucana.nn.data.Picture;

/**
 * A picture and the class it shows.
 *
 * @param picture samples in [0, 1]
 * @param label position of its class
 */
public record LabelledPicture(Picture picture, int label) {
  public LabelledPicture {
    if (label < 0) {
      throw new IllegalArgumentException("label: must not be negative, got " + label);
    }
  }
}
