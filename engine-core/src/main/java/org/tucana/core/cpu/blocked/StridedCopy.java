package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Brings values side by side that lie at equal distances. */
public final class StridedCopy {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % SPECIES.length());
  private static final VectorMask<Float> UPPER_HALF =
      VectorMask.fromLong(SPECIES, -1L << (SPECIES.length() / 2));

  private StridedCopy() {}

  /** Copies {@code count} values that are {@code step} apart; every second in whole vectors. */
  public static void copy(float[] x, int from, int step, float[] y, int to, int count) {
    if (step == 1) {
      System.arraycopy(x, from, y, to, count);
      return;
    }
    int i = 0;
    if (step == 2) {
      for (; i + LANES <= count && from + 2 * (i + LANES) <= x.length; i += LANES) {
        second(x, from + 2 * i).intoArray(y, to + i);
      }
      if (i < count && from + 2 * (i + LANES) <= x.length) {
        second(x, from + 2 * i).intoArray(y, to + i, SPECIES.indexInRange(i, count));
        return;
      }
    }
    for (; i < count; i++) {
      y[to + i] = x[from + i * step];
    }
  }

  private static FloatVector second(float[] x, int from) {
    FloatVector low = FloatVector.fromArray(SPECIES, x, from);
    FloatVector high = FloatVector.fromArray(SPECIES, x, from + LANES);
    return low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF);
  }
}
