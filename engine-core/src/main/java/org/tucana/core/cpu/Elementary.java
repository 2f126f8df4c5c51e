package org.tucana.core.cpu;

/**
 * Exponentials and logarithms in plain double arithmetic: additions, products, fused multiply-adds
 * and a division give the same bits interpreted, compiled and on every machine. Errors stay below
 * two units in the last place of a double, so that a float32 result is the correctly rounded one
 * but for a few cases in 10^8.
 *
 * <p>Method: x = n ln 2 + r and Taylor's series of exp for |r| up to (ln 2) / 2; x = 2^n m and the
 * series of the inverse hyperbolic tangent for the logarithm of m between sqrt(1/2) and sqrt(2).
 */
final class Elementary {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN_2 = 0.6931471805599453;

  /** ln 2 minus {@link #LN_2}. */
  private static final double LN_2_REST = 2.3190468138462996e-17;

  private static final double LARGEST_EXPONENT = 709.782712893384;
  private static final double SMALLEST_EXPONENT = -745.1332191019412;
  private static final double TWO_TO_54 = 0x1p54;
  private static final double SQRT_2 = 1.4142135623730951;

  private Elementary() {}

  /** e to the power x. */
  static double exp(double x) {
    if (x > LARGEST_EXPONENT) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < SMALLEST_EXPONENT) {
      return 0;
    }
    double n = Math.rint(x * LOG2_E);
    double r = Math.fma(-n, LN_2_REST, Math.fma(-n, LN_2, x));
    int whole = (int) n;
    int half = whole >> 1; // two factors, so that neither overflows where the product does not
    return (1 + expMinusOneNearZero(r)) * powerOfTwo(half) * powerOfTwo(whole - half);
  }

  /** exp(x) - 1 without the loss of digits near zero. */
  static double expMinusOne(double x) {
    if (!(Math.abs(x) < 36)) {
      return exp(x) - 1;
    }
    double n = Math.rint(x * LOG2_E);
    double r = Math.fma(-n, LN_2_REST, Math.fma(-n, LN_2, x));
    double power = powerOfTwo((int) n);
    return Math.fma(power, expMinusOneNearZero(r), power - 1);
  }

  /** Natural logarithm. */
  static double log(double x) {
    if (!(x > 0)) {
      return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    if (x == Double.POSITIVE_INFINITY) {
      return x;
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    long bits = Double.doubleToRawLongBits(subnormal ? x * TWO_TO_54 : x);
    int n = (int) (bits >>> 52) - 1023 - (subnormal ? 54 : 0);
    double m = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
    if (m > SQRT_2) {
      m *= 0.5;
      n++;
    }
    return Math.fma(n, LN_2, Math.fma(n, LN_2_REST, logNearOne(m - 1)));
  }

  /** log(1 + x) without the loss of digits near zero. */
  static double logOnePlus(double x) {
    return x > SQRT_2 / 2 - 1 && x < SQRT_2 - 1 ? logNearOne(x) : log(1 + x);
  }

  /** Hyperbolic tangent. */
  static double tanh(double x) {
    double e = expMinusOne(2 * Math.abs(x));
    double t = e == Double.POSITIVE_INFINITY ? 1 : e / (e + 2);
    return Math.copySign(t, x);
  }

  /** 1 / (1 + exp(-x)). */
  static double sigmoid(double x) {
    double e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** r + r^2/2! + ... + r^13/13!. */
  private static double expMinusOneNearZero(double r) {
    double p = 1.0 / 6227020800.0;
    p = Math.fma(p, r, 1.0 / 479001600.0);
    p = Math.fma(p, r, 1.0 / 39916800.0);
    p = Math.fma(p, r, 1.0 / 3628800.0);
    p = Math.fma(p, r, 1.0 / 362880.0);
    p = Math.fma(p, r, 1.0 / 40320.0);
    p = Math.fma(p, r, 1.0 / 5040.0);
    p = Math.fma(p, r, 1.0 / 720.0);
    p = Math.fma(p, r, 1.0 / 120.0);
    p = Math.fma(p, r, 1.0 / 24.0);
    p = Math.fma(p, r, 1.0 / 6.0);
    p = Math.fma(p, r, 0.5);
    return Math.fma(p, r * r, r);
  }

  /**
   * log(1 + f) = f - s (f - R) with s = f / (2 + f) and R = 2 s^2/3 + 2 s^4/5 + ..., which is 2
   * atanh(s) arranged so that the large term f is exact.
   */
  private static double logNearOne(double f) {
    double s = f / (2 + f);
    double z = s * s;
    double p = 2.0 / 23;
    p = Math.fma(p, z, 2.0 / 21);
    p = Math.fma(p, z, 2.0 / 19);
    p = Math.fma(p, z, 2.0 / 17);
    p = Math.fma(p, z, 2.0 / 15);
    p = Math.fma(p, z, 2.0 / 13);
    p = Math.fma(p, z, 2.0 / 11);
    p = Math.fma(p, z, 2.0 / 9);
    p = Math.fma(p, z, 2.0 / 7);
    p = Math.fma(p, z, 2.0 / 5);
    p = Math.fma(p, z, 2.0 / 3);
    return f - s * (f - z * p);
  }

  private static double powerOfTwo(int n) {
    return Double.longBitsToDouble((long) (n + 1023) << 52);
  }
}
