package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Transposes small squares of floats in registers. */
public final class Transpose {
  /** Rows and columns of a square. */
  public static final int SIDE = 4;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> LOW = VectorShuffle.fromValues(SPECIES, 0, 4, 1, 5);
  private static final VectorShuffle<Float> HIGH = VectorShuffle.fromValues(SPECIES, 2, 6, 3, 7);

  private Transpose() {}

  /** Copies the square whose rows are {@code stride} apart so that its rows become columns. */
  public static void square(float[] x, int from, int stride, float[] y, int to, int yStride) {
    FloatVector a = FloatVector.fromArray(SPECIES, x, from);
    FloatVector b = FloatVector.fromArray(SPECIES, x, from + stride);
    FloatVector c = FloatVector.fromArray(SPECIES, x, from + 2 * stride);
    FloatVector d = FloatVector.fromArray(SPECIES, x, from + 3 * stride);
    FloatVector ac = a.rearrange(LOW, c);
    FloatVector bd = b.rearrange(LOW, d);
    FloatVector acHigh = a.rearrange(HIGH, c);
    FloatVector bdHigh = b.rearrange(HIGH, d);
    ac.rearrange(LOW, bd).intoArray(y, to);
    ac.rearrange(HIGH, bd).intoArray(y, to + yStride);
    acHigh.rearrange(LOW, bdHigh).intoArray(y, to + 2 * yStride);
    acHigh.rearrange(HIGH, bdHigh).intoArray(y, to + 3 * yStride);
  }
}
