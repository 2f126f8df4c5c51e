package org.tucana.detection.structure;

import java.util.Arrays;

/**
 * The pixels of a ring as run lengths, the same as pycocotools makes of a polygon; no bitmap is
 * made.
 *
 * <p>Vertices are rounded to fifths of a pixel and the line between them is walked in such steps;
 * where it crosses the middle of a column, the row of the crossing, rounded up, begins or ends a
 * run. Source: the polygon routine of the COCO authors' mask library.
 */
final class RingRaster {
  private static final int FINE = 5;

  private final PictureSize picture;
  private int[] crossings = new int[16];
  private int count;

  private RingRaster(PictureSize picture) {
    this.picture = picture;
  }

  /** The pixels of a ring that lie in a picture. */
  static RunLength runs(Ring ring, PictureSize picture) {
    RingRaster raster = new RingRaster(picture);
    for (int i = 0; i < ring.size(); i++) {
      int next = (i + 1) % ring.size();
      raster.walk(fine(ring.x(i)), fine(ring.y(i)), fine(ring.x(next)), fine(ring.y(next)));
    }
    return raster.finish();
  }

  private static int fine(double coordinate) {
    return (int) (FINE * coordinate + 0.5);
  }

  /** Walks an edge along its longer axis, always in rising direction, as the source does. */
  private void walk(int fromX, int fromY, int toX, int toY) {
    int dx = Math.abs(toX - fromX);
    int dy = Math.abs(toY - fromY);
    boolean flat = dx >= dy;
    boolean turned = flat ? fromX > toX : fromY > toY;
    int startX = turned ? toX : fromX;
    int startY = turned ? toY : fromY;
    int steps = Math.max(dx, dy);
    double rise = steps == 0 ? 0 : rise(turned, flat ? toY - fromY : toX - fromX, steps);
    int previousX = 0;
    int previousY = 0;
    for (int step = 0; step <= steps; step++) {
      int t = turned ? steps - step : step;
      int x = flat ? startX + t : (int) (startX + rise * t + 0.5);
      int y = flat ? (int) (startY + rise * t + 0.5) : startY + t;
      if (step > 0 && x != previousX) {
        cross(Math.min(x, previousX), Math.min(y, previousY));
      }
      previousX = x;
      previousY = y;
    }
  }

  private static double rise(boolean turned, int difference, int steps) {
    return (double) (turned ? -difference : difference) / steps;
  }

  /** A step over a column's fine position; only its middle counts. */
  private void cross(int fineX, int fineY) {
    double column = (fineX + 0.5) / FINE - 0.5;
    if (Math.floor(column) != column || column < 0 || column > picture.width() - 1) {
      return;
    }
    double row = Math.ceil(Math.clamp((fineY + 0.5) / FINE - 0.5, 0.0, picture.height()));
    if (count == crossings.length) {
      crossings = Arrays.copyOf(crossings, 2 * count);
    }
    crossings[count++] = ((int) column) * picture.height() + (int) row;
  }

  private RunLength finish() {
    Arrays.sort(crossings, 0, count);
    RunBuilder runs = new RunBuilder(count + 1);
    int position = 0;
    for (int i = 0; i < count; i++) {
      runs.add((i & 1) == 1, crossings[i] - position);
      position = crossings[i];
    }
    runs.add((count & 1) == 1, picture.height() * picture.width() - position);
    return runs.finish(picture);
  }
}
