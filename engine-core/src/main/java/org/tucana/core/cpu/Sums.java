package org.tucana.core.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in double over dense lines. Eight running sums take every eighth element each and are added
 * pairwise at the end: one fixed order, fast because the sums do not wait for each other.
 */
final class Sums {
  private static final VectorSpecies<Double> SUMS = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Float> ELEMENTS = FloatVector.SPECIES_256;

  /** Whether a vector holds all running sums. */
  private static final boolean VECTORS = DoubleVector.SPECIES_PREFERRED.length() == SUMS.length();

  private Sums() {}

  static double sum(float[] x, int at, int n) {
    return VECTORS ? sumOfVectors(x, at, n) : sumOfElements(x, at, n);
  }

  static double sumOfVectors(float[] x, int at, int n) {
    int whole = n & ~7;
    DoubleVector sums = DoubleVector.zero(SUMS);
    for (int i = at; i < at + whole; i += 8) {
      sums =
          sums.add(
              FloatVector.fromArray(ELEMENTS, x, i).convertShape(VectorOperators.F2D, SUMS, 0));
    }
    double s0 = sums.lane(0);
    for (int i = at + whole; i < at + n; i++) {
      s0 += x[i];
    }
    return combine(
        s0,
        sums.lane(1),
        sums.lane(2),
        sums.lane(3),
        sums.lane(4),
        sums.lane(5),
        sums.lane(6),
        sums.lane(7));
  }

  static double sumOfElements(float[] x, int at, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = n & ~7;
    for (int i = at; i < at + whole; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    for (int i = at + whole; i < at + n; i++) {
      s0 += x[i];
    }
    return combine(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  static double sum(double[] x, int at, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = n & ~3;
    for (int i = at; i < at + whole; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (int i = at + whole; i < at + n; i++) {
      s0 += x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of (x - mean)^2. */
  static double squaredDeviations(float[] x, int at, int n, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = n & ~7;
    for (int i = at; i < at + whole; i += 8) {
      double d0 = x[i] - mean;
      double d1 = x[i + 1] - mean;
      double d2 = x[i + 2] - mean;
      double d3 = x[i + 3] - mean;
      double d4 = x[i + 4] - mean;
      double d5 = x[i + 5] - mean;
      double d6 = x[i + 6] - mean;
      double d7 = x[i + 7] - mean;
      s0 = Math.fma(d0, d0, s0);
      s1 = Math.fma(d1, d1, s1);
      s2 = Math.fma(d2, d2, s2);
      s3 = Math.fma(d3, d3, s3);
      s4 = Math.fma(d4, d4, s4);
      s5 = Math.fma(d5, d5, s5);
      s6 = Math.fma(d6, d6, s6);
      s7 = Math.fma(d7, d7, s7);
    }
    for (int i = at + whole; i < at + n; i++) {
      double d = x[i] - mean;
      s0 = Math.fma(d, d, s0);
    }
    return combine(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  /** Sum of g * (x - mean). */
  static double weightedDeviations(float[] g, int gAt, float[] x, int xAt, int n, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = n & ~7;
    for (int i = 0; i < whole; i += 8) {
      int p = gAt + i;
      int q = xAt + i;
      s0 = Math.fma(g[p], x[q] - mean, s0);
      s1 = Math.fma(g[p + 1], x[q + 1] - mean, s1);
      s2 = Math.fma(g[p + 2], x[q + 2] - mean, s2);
      s3 = Math.fma(g[p + 3], x[q + 3] - mean, s3);
      s4 = Math.fma(g[p + 4], x[q + 4] - mean, s4);
      s5 = Math.fma(g[p + 5], x[q + 5] - mean, s5);
      s6 = Math.fma(g[p + 6], x[q + 6] - mean, s6);
      s7 = Math.fma(g[p + 7], x[q + 7] - mean, s7);
    }
    for (int i = whole; i < n; i++) {
      s0 = Math.fma(g[gAt + i], x[xAt + i] - mean, s0);
    }
    return combine(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  private static double combine(
      double s0, double s1, double s2, double s3, double s4, double s5, double s6, double s7) {
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
