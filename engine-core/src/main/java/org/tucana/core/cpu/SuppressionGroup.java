package org.tucana.core.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Boxes of one group that suppression has kept, and those it decides about next. Most pairs of
 * boxes have no point in common, which is asked first, exactly and of a vector of boxes at a time;
 * the overlaps of others are in double, so that they decide as the reference does.
 */
final class SuppressionGroup {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CORNERS = 4;
  private static final int FIRST_BOXES = 64;

  private final double threshold;

  /** Boxes that were kept, a coordinate an array; what follows them lies right of every box. */
  private final float[][] kept = new float[CORNERS][0];

  private int length;
  private int[] next = new int[FIRST_BOXES];
  private int waiting;

  /**
   * @param threshold largest overlap of two boxes, not negative
   */
  SuppressionGroup(double threshold) {
    this.threshold = threshold;
  }

  /** Adds a box to decide about, no surer than all before. */
  void add(int box) {
    if (waiting == next.length) {
      next = Arrays.copyOf(next, 2 * waiting);
    }
    next[waiting++] = box;
  }

  /**
   * Decides about the boxes that were added since.
   *
   * @param corners array that holds those of all boxes from {@code offset} on
   * @param survives gets for each box whether it is kept
   */
  void decide(float[] corners, int offset, boolean[] survives) {
    for (int i = 0; i < waiting; i++) {
      survives[next[i]] = keeps(corners, offset + CORNERS * next[i]);
    }
    waiting = 0;
  }

  /**
   * Keeps a box and says so, unless a kept one overlaps it by more than the threshold. The latest
   * are asked first: neighbours in score are often neighbours in place, so most boxes that go, go
   * early.
   */
  private boolean keeps(float[] corners, int at) {
    FloatVector x1 = FloatVector.broadcast(SPECIES, corners[at]);
    FloatVector y1 = FloatVector.broadcast(SPECIES, corners[at + 1]);
    FloatVector x2 = FloatVector.broadcast(SPECIES, corners[at + 2]);
    FloatVector y2 = FloatVector.broadcast(SPECIES, corners[at + 3]);
    for (int i = SPECIES.loopBound(length - 1); i >= 0; i -= SPECIES.length()) {
      VectorMask<Float> touching =
          coordinate(0, i)
              .compare(VectorOperators.LT, x2)
              .and(coordinate(2, i).compare(VectorOperators.GT, x1))
              .and(coordinate(1, i).compare(VectorOperators.LT, y2))
              .and(coordinate(3, i).compare(VectorOperators.GT, y1));
      long lanes = touching.toLong();
      while (lanes != 0) {
        long last = Long.highestOneBit(lanes);
        if (overlap(i + Long.numberOfTrailingZeros(last), corners, at) > threshold) {
          return false;
        }
        lanes -= last;
      }
    }
    keep(corners, at);
    return true;
  }

  private FloatVector coordinate(int corner, int at) {
    return FloatVector.fromArray(SPECIES, kept[corner], at);
  }

  private void keep(float[] corners, int at) {
    for (int corner = 0; corner < CORNERS; corner++) {
      if (length == kept[corner].length) {
        kept[corner] = Arrays.copyOf(kept[corner], Math.max(FIRST_BOXES, 2 * length));
        Arrays.fill(kept[corner], length, kept[corner].length, Float.POSITIVE_INFINITY);
      }
      kept[corner][length] = corners[at + corner];
    }
    length++;
  }

  private double overlap(int box, float[] corners, int at) {
    float[] other = {kept[0][box], kept[1][box], kept[2][box], kept[3][box]};
    return overlap(other, 0, corners, at);
  }

  /** Area of the intersection over area of the union; 0 where the union is empty. */
  static double overlap(float[] a, int i, float[] b, int j) {
    double width = (double) Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
    double height = (double) Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
    double intersection = Math.max(width, 0) * Math.max(height, 0);
    double union = area(a, i) + area(b, j) - intersection;
    return union == 0 ? 0 : intersection / union;
  }

  private static double area(float[] boxes, int i) {
    return ((double) boxes[i + 2] - boxes[i]) * ((double) boxes[i + 3] - boxes[i + 1]);
  }
}
