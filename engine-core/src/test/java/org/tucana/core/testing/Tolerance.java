package org.tucana.core.testing;

import org.opentest4j.AssertionFailedError;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/**
 * How far a computed tensor may be from an expected one: {@code factor * epsilon * sqrt(length)}
 * times the largest expected magnitude, with the epsilon of the computed type.
 *
 * @param factor the constant; 0 asks for equal values
 * @param length the number of terms summed into one element
 * @param magnitude a floor under the largest expected magnitude, for results in which terms cancel
 */
public record Tolerance(double factor, long length, double magnitude) {

  /** {@code factor * epsilon * sqrt(length)} of the largest expected value. */
  public static Tolerance of(double factor, long length) {
    return new Tolerance(factor, Math.max(length, 1), 0);
  }

  /** Equal values; NaN equals NaN. */
  public static Tolerance exact() {
    return new Tolerance(0, 1, 0);
  }

  /**
   * For sums of {@code length} products of values uniform in [-1, 1], whose standard deviation is
   * sqrt(length) / 3: a lone sum that happens to cancel is not measured by its own size.
   */
  public static Tolerance ofProducts(double factor, long length) {
    return new Tolerance(factor, Math.max(length, 1), Math.sqrt((double) length) / 3);
  }

  /** The same with a floor under the magnitude. */
  public Tolerance atLeast(double floor) {
    return new Tolerance(factor, length, floor);
  }

  /**
   * Refuses a tensor that differs in type or by more than this.
   *
   * @param context what was computed, with its seed; heads the message
   */
  public void check(String context, HostTensor expected, HostTensor actual) {
    if (!expected.type().equals(actual.type())) {
      throw new AssertionFailedError(
          context + ": expected type " + expected.type() + " but got " + actual.type());
    }
    int n = expected.shape().elements();
    double largest = magnitude;
    for (int i = 0; i < n; i++) {
      if (Double.isFinite(expected.get(i))) {
        largest = Math.max(largest, Math.abs(expected.get(i)));
      }
    }
    double allowed =
        factor * epsilon(expected.type().dtype()) * Math.sqrt((double) length) * largest;
    int worst = -1;
    double worstError = allowed;
    for (int i = 0; i < n; i++) {
      double error = distance(expected.get(i), actual.get(i));
      if (error > worstError) {
        worst = i;
        worstError = error;
      }
    }
    if (worst >= 0) {
      throw new AssertionFailedError(
          context
              + ": worst at element "
              + worst
              + " of "
              + expected.type()
              + ", expected "
              + expected.get(worst)
              + ", got "
              + actual.get(worst)
              + ", which differ by "
              + worstError
              + " where "
              + allowed
              + " is allowed");
    }
  }

  /** 0 for equal values and two NaN, infinite where only one is finite. */
  private static double distance(double expected, double actual) {
    if (expected == actual || (Double.isNaN(expected) && Double.isNaN(actual))) {
      return 0;
    }
    double d = Math.abs(expected - actual);
    return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
  }

  /** The distance from 1 to the next value of a type; 0 for types without fractions. */
  public static double epsilon(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Math.ulp(1f);
      case FLOAT64 -> Math.ulp(1.0);
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case INT32, INT64, UINT8, BOOL -> 0;
    };
  }
}
