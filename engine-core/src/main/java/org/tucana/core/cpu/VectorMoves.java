package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * A list of copies of runs of values, done as whole vectors.
 *
 * <p>The list holds (source, target) of each vector. A run's last vector copies more than the run;
 * runs must therefore be listed in the order of their targets, so that the next one overwrites what
 * was too much, and both arrays need a vector's room at the end. A flat list keeps the loop over
 * many short runs free of branches that cannot be predicted.
 */
final class VectorMoves {
  private static final int LANES = RegisterTile.LANES;

  private VectorMoves() {}

  /** Adds a run to the list and returns the new number of list elements. */
  static int add(int[] moves, int count, int source, int target, int length) {
    int end = count;
    for (int i = 0; i < length; i += LANES) {
      moves[end] = source + i;
      moves[end + 1] = target + i;
      end += 2;
    }
    return end;
  }

  /** Carries out the list with {@code from} added to the sources and {@code to} to the targets. */
  static void run(int[] moves, int count, float[] source, int from, float[] target, int to) {
    for (int i = 0; i < count; i += 2) {
      FloatVector.fromArray(RegisterTile.SPECIES, source, from + moves[i])
          .intoArray(target, to + moves[i + 1]);
    }
  }
}
