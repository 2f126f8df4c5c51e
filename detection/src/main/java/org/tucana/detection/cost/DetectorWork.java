package org.tucana.detection.cost;

import org.tucana.core.type.ShapeException;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.structure.PictureSize;

/**
 * What one picture gives a detector to do: its cost depends on nothing else besides the network.
 *
 * @param picture rows and columns after resizing and padding, multiples of 32
 * @param regions proposals that the box head sees
 * @param masks detections that the mask head outlines
 */
public record DetectorWork(PictureSize picture, int regions, int masks) {
  public DetectorWork {
    int step = TransformConfig.SIZE_DIVISOR;
    if (picture.height() < 1 || picture.width() < 1 || !padded(picture).equals(picture)) {
      throw new ShapeException(
          "detector cost: pictures reach the network padded to positive multiples of "
              + step
              + ", got "
              + picture
              + "; use "
              + padded(picture));
    }
    if (regions < 1 || masks < 1) {
      throw new ShapeException(
          "detector cost: at least one region and one mask wanted, got "
              + regions
              + " and "
              + masks
              + "; state how many a picture has");
    }
  }

  /** The most regions and masks that a detector's settings allow. */
  public static DetectorWork most(MaskRcnnConfig config, PictureSize picture) {
    return new DetectorWork(
        picture, config.rpn().postNmsTopNTest(), config.box().detectionsPerImage());
  }

  /** The least size that holds a picture and that a network takes. */
  public static PictureSize padded(PictureSize picture) {
    return new PictureSize(padded(picture.height()), padded(picture.width()));
  }

  private static int padded(int side) {
    int step = TransformConfig.SIZE_DIVISOR;
    return Math.max(1, Math.ceilDiv(side, step)) * step;
  }
}
