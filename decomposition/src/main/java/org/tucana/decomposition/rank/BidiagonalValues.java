package org.tucana.decomposition.rank;

/**
 * The singular values of an upper bidiagonal matrix by bisection, which does not mind zeros and
 * repeated values, as an implicit QR iteration may.
 *
 * <p>With a zero diagonal and the elements d_1, e_1, d_2, e_2 ... beside it, a symmetric
 * tridiagonal matrix has the eigenvalues s and -s (Golub and Kahan 1965). How many eigenvalues lie
 * below x is how many pivots of its elimination, less x, are negative (Sturm; Demmel, "Applied
 * numerical linear algebra", section 5.3.4).
 */
final class BidiagonalValues {
  private final int size;

  /** Squares of d_1, e_1, d_2 ... d_n. */
  private final double[] beside;

  /** No singular value is larger. */
  private final double bound;

  /** A pivot that is nearer to zero is moved away from it. */
  private final double leastPivot;

  private BidiagonalValues(double[] diagonal, double[] above) {
    size = diagonal.length;
    beside = new double[2 * size - 1];
    double largest = 0;
    double widest = Double.MIN_NORMAL;
    for (int i = 0; i < size; i++) {
      double d = Math.abs(diagonal[i]);
      double e = i + 1 < size ? Math.abs(above[i]) : 0;
      double before = i > 0 ? Math.abs(above[i - 1]) : 0;
      beside[2 * i] = d * d;
      if (i + 1 < size) {
        beside[2 * i + 1] = e * e;
      }
      largest = Math.max(largest, d + Math.max(e, before));
      widest = Math.max(widest, Math.max(d * d, e * e));
    }
    bound = largest;
    leastPivot = widest * Double.MIN_NORMAL;
  }

  /**
   * The singular values, largest first.
   *
   * @param diagonal d_1 to d_n
   * @param above e_1 to e_{n-1}
   */
  static double[] of(double[] diagonal, double[] above) {
    BidiagonalValues matrix = new BidiagonalValues(diagonal, above);
    double[] values = new double[diagonal.length];
    double high = matrix.bound;
    for (int h = 0; h < values.length; h++) {
      high = matrix.value(h, high);
      values[h] = high;
    }
    return values;
  }

  /** Value h, counted from the largest, which is at most {@code high}. */
  private double value(int h, double high) {
    double from = 0;
    double to = high;
    double middle = to / 2;
    while (middle > from && middle < to && to - from > Math.ulp(bound) / 4) {
      if (countBelow(middle) > size - 1 - h) {
        to = middle;
      } else {
        from = middle;
      }
      middle = (from + to) / 2;
    }
    return to;
  }

  /** How many singular values lie below x, which is positive. */
  private int countBelow(double x) {
    int negative = 1;
    double pivot = -x;
    for (double square : beside) {
      pivot = -x - square / pivot;
      if (Math.abs(pivot) < leastPivot) {
        pivot = -leastPivot;
      }
      negative += pivot < 0 ? 1 : 0;
    }
    return negative - size;
  }
}
