package org.tucana.core.reference;

/**
 * What softmax and its logarithm need of a row: exponentials of differences from the largest value,
 * which do not overflow.
 *
 * @param max the largest value
 * @param sum sum of exp(x - max), at least 1
 */
record Exponentials(double max, double sum) {
  /** Of elements start, start + step, ... */
  static Exponentials of(Cells x, int start, int length, int step) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < length; j++) {
      max = Math.max(max, x.get(start + j * step));
    }
    double sum = 0;
    for (int j = 0; j < length; j++) {
      sum += StrictMath.exp(x.get(start + j * step) - max);
    }
    return new Exponentials(max, sum);
  }

  /** Softmax of one value of the row. */
  double share(double value) {
    return StrictMath.exp(value - max) / sum;
  }

  /**
   * The logarithm of {@link #share}; the two terms are not joined, for a large max hides log sum.
   */
  double logShare(double value) {
    return value - max - StrictMath.log(sum);
  }
}
