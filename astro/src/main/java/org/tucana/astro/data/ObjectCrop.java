package org.tucana.astro.data;

import org.tucana.astro.mask.AutomaticMask;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;

/**
 * Cuts a square around the central object of a stamp and scales it to one size, so that galaxies
 * fill their pictures alike however large they look. Where there is no object the square is the
 * largest one at the centre; beyond the stamp its outermost pixels are repeated.
 *
 * @param side rows and columns of the result
 * @param margin side of the square for each pixel of the object's longer side
 */
public record ObjectCrop(int side, double margin) {
  /** Smaller objects are not enlarged further: their pixels hold no more. */
  private static final double SMALLEST_SQUARE = 24;

  public ObjectCrop {
    if (side < 1 || !(margin > 0)) {
      throw new IllegalArgumentException(
          "crop: side and margin must be positive, got " + side + " and " + margin);
    }
  }

  /** The square of a stamp around what its automatic mask calls the central object. */
  public Picture apply(Picture stamp, AutomaticMask found) {
    if (stamp.height() == 0 || stamp.width() == 0) {
      throw new IllegalArgumentException("crop: the stamp has no pixels");
    }
    double centreX = stamp.width() / 2.0;
    double centreY = stamp.height() / 2.0;
    double square = Math.min(stamp.width(), stamp.height());
    if (found.central() != 0) {
      Box box = found.components().component(found.central()).box();
      centreX = (box.x1() + box.x2()) / 2;
      centreY = (box.y1() + box.y2()) / 2;
      double object = Math.max(box.x2() - box.x1(), box.y2() - box.y1());
      square = Math.max(SMALLEST_SQUARE, margin * object);
    }
    return resampled(stamp, centreX - square / 2, centreY - square / 2, square / side);
  }

  /** Each pixel is the mean of enough bilinear samples to leave none of the stamp's out. */
  private Picture resampled(Picture stamp, double left, double top, double scale) {
    int samples = (int) Math.ceil(scale);
    float[] pixels = new float[stamp.channels() * side * side];
    int next = 0;
    for (int c = 0; c < stamp.channels(); c++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double sum = 0;
          for (int i = 0; i < samples; i++) {
            double row = top + scale * (y + (i + 0.5) / samples);
            for (int j = 0; j < samples; j++) {
              sum += bilinear(stamp, c, row, left + scale * (x + (j + 0.5) / samples));
            }
          }
          pixels[next++] = (float) (sum / (samples * samples));
        }
      }
    }
    return new Picture(stamp.channels(), side, side, pixels);
  }

  /** The channel at a point; pixel i covers [i, i + 1). */
  private static double bilinear(Picture stamp, int channel, double row, double column) {
    double y = Math.clamp(row - 0.5, 0, stamp.height() - 1);
    double x = Math.clamp(column - 0.5, 0, stamp.width() - 1);
    int y0 = (int) y;
    int x0 = (int) x;
    int y1 = Math.min(y0 + 1, stamp.height() - 1);
    int x1 = Math.min(x0 + 1, stamp.width() - 1);
    double above = (x0 + 1 - x) * stamp.at(channel, y0, x0) + (x - x0) * stamp.at(channel, y0, x1);
    double below = (x0 + 1 - x) * stamp.at(channel, y1, x0) + (x - x0) * stamp.at(channel, y1, x1);
    return (y0 + 1 - y) * above + (y - y0) * below;
  }
}
