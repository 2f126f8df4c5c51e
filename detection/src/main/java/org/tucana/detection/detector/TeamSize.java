package org.tucana.detection.detector;

import org.tucana.detection.maskrcnn.PlannedNetworks;

/**
 * How many detectors work at a time, and what each keeps.
 *
 * @param detectors number of them, at least 1
 * @param sizes for how many sizes of tiles each keeps what it compiled, at least 1; where pictures
 *     have more sizes, it compiles again and again
 */
public record TeamSize(int detectors, int sizes) {
  /** As many sizes as a detector keeps where memory allows. */
  public static final int SIZES = PlannedNetworks.SIZES;

  public TeamSize {
    if (detectors < 1 || sizes < 1) {
      throw new IllegalArgumentException(
          "detectors: at least one with one size wanted, got " + detectors + " with " + sizes);
    }
  }
}
