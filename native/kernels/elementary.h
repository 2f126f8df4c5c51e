/*
 * Elementary functions in plain double arithmetic, the same formulas in the same order as
 * core.cpu.Elementary, so that a GPU and the cpu backend give the same bits. Errors stay below two
 * units in the last place of a double.
 *
 * Method: x = n ln 2 + r and Taylor's series of exp for |r| up to (ln 2) / 2; x = 2^n m and the
 * series of the inverse hyperbolic tangent for the logarithm of m between sqrt(1/2) and sqrt(2);
 * Taylor's series of sine and cosine up to an eighth of a turn.
 */
#pragma once

#include "tucana.h"

DEVICE double fusedMultiplyAdd(double a, double b, double c) { return __builtin_fma(a, b, c); }
DEVICE double squareRoot(double v) { return __builtin_sqrt(v); }
DEVICE double magnitude(double v) { return __builtin_fabs(v); }

constexpr double LOG2_E = 1.4426950408889634;
constexpr double LN_2 = 0.6931471805599453;
constexpr double LN_2_REST = 2.3190468138462996e-17; // ln 2 minus LN_2
constexpr double ROOT_2 = 1.4142135623730951;

DEVICE double powerOfTwo(int n) { return sameBits<double>((long long)(n + 1023) << 52); }

/** r + r^2/2! + ... + r^13/13!. */
DEVICE double expMinusOneNearZero(double r) {
  double p = 1.0 / 6227020800.0;
  p = fusedMultiplyAdd(p, r, 1.0 / 479001600.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 39916800.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 3628800.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 362880.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 40320.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 5040.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 720.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 120.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 24.0);
  p = fusedMultiplyAdd(p, r, 1.0 / 6.0);
  p = fusedMultiplyAdd(p, r, 0.5);
  return fusedMultiplyAdd(p, r * r, r);
}

/** x - n ln 2 for the nearest whole n. */
DEVICE double lessPowersOfTwo(double x, double n) {
  return fusedMultiplyAdd(-n, LN_2_REST, fusedMultiplyAdd(-n, LN_2, x));
}

/** e to the power x. */
DEVICE double exponential(double x) {
  if (x != x) {
    return x;
  }
  if (x > 709.782712893384) {
    return __builtin_inf();
  }
  if (x < -745.1332191019412) {
    return 0;
  }
  double n = __builtin_rint(x * LOG2_E);
  int whole = (int)n;
  int half = whole >> 1; // two factors, so that neither overflows where the product does not
  return (1 + expMinusOneNearZero(lessPowersOfTwo(x, n))) * powerOfTwo(half) *
         powerOfTwo(whole - half);
}

/** exp(x) - 1 without the loss of digits near zero. */
DEVICE double exponentialMinusOne(double x) {
  if (!(magnitude(x) < 36)) {
    return exponential(x) - 1;
  }
  double n = __builtin_rint(x * LOG2_E);
  double power = powerOfTwo((int)n);
  return fusedMultiplyAdd(power, expMinusOneNearZero(lessPowersOfTwo(x, n)), power - 1);
}

/**
 * log(1 + f) = f - s (f - R) with s = f / (2 + f) and R = 2 s^2/3 + 2 s^4/5 + ..., which is 2
 * atanh(s) arranged so that the large term f is exact.
 */
DEVICE double logarithmNearOne(double f) {
  double s = f / (2 + f);
  double z = s * s;
  double p = 2.0 / 23;
  p = fusedMultiplyAdd(p, z, 2.0 / 21);
  p = fusedMultiplyAdd(p, z, 2.0 / 19);
  p = fusedMultiplyAdd(p, z, 2.0 / 17);
  p = fusedMultiplyAdd(p, z, 2.0 / 15);
  p = fusedMultiplyAdd(p, z, 2.0 / 13);
  p = fusedMultiplyAdd(p, z, 2.0 / 11);
  p = fusedMultiplyAdd(p, z, 2.0 / 9);
  p = fusedMultiplyAdd(p, z, 2.0 / 7);
  p = fusedMultiplyAdd(p, z, 2.0 / 5);
  p = fusedMultiplyAdd(p, z, 2.0 / 3);
  return f - s * (f - z * p);
}

/** Natural logarithm. */
DEVICE double logarithm(double x) {
  if (!(x > 0)) {
    return x == 0 ? -__builtin_inf() : __builtin_nan("");
  }
  if (x == __builtin_inf()) {
    return x;
  }
  bool subnormal = x < 2.2250738585072014e-308;
  long long bits = sameBits<long long>(subnormal ? x * 18014398509481984.0 : x); // 2^54
  int n = (int)(bits >> 52) - 1023 - (subnormal ? 54 : 0);
  double m = sameBits<double>((bits & 0xFFFFFFFFFFFFFLL) | 0x3FF0000000000000LL);
  if (m > ROOT_2) {
    m *= 0.5;
    n++;
  }
  return fusedMultiplyAdd(n, LN_2, fusedMultiplyAdd(n, LN_2_REST, logarithmNearOne(m - 1)));
}

/** log(1 + x) without the loss of digits near zero. */
DEVICE double logarithmOnePlus(double x) {
  return x > ROOT_2 / 2 - 1 && x < ROOT_2 - 1 ? logarithmNearOne(x) : logarithm(1 + x);
}

/** Hyperbolic tangent. */
DEVICE double hyperbolicTangent(double x) {
  double e = exponentialMinusOne(2 * magnitude(x));
  double t = e == __builtin_inf() ? 1 : e / (e + 2);
  return __builtin_copysign(t, x);
}

/** 1 / (1 + exp(-x)). */
DEVICE double sigmoid(double x) {
  double e = exponential(-magnitude(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** sin a for |a| up to pi / 4: a - a^3/3! + ... - a^15/15!. */
DEVICE double sineNearZero(double a) {
  double z = a * a;
  double p = -1.0 / 1307674368000.0;
  p = fusedMultiplyAdd(p, z, 1.0 / 6227020800.0);
  p = fusedMultiplyAdd(p, z, -1.0 / 39916800.0);
  p = fusedMultiplyAdd(p, z, 1.0 / 362880.0);
  p = fusedMultiplyAdd(p, z, -1.0 / 5040.0);
  p = fusedMultiplyAdd(p, z, 1.0 / 120.0);
  p = fusedMultiplyAdd(p, z, -1.0 / 6.0);
  return fusedMultiplyAdd(p * z, a, a);
}

/** cos a for |a| up to pi / 4: 1 - a^2/2! + ... + a^16/16!. */
DEVICE double cosineNearZero(double a) {
  double z = a * a;
  double p = 1.0 / 20922789888000.0;
  p = fusedMultiplyAdd(p, z, -1.0 / 87178291200.0);
  p = fusedMultiplyAdd(p, z, 1.0 / 479001600.0);
  p = fusedMultiplyAdd(p, z, -1.0 / 3628800.0);
  p = fusedMultiplyAdd(p, z, 1.0 / 40320.0);
  p = fusedMultiplyAdd(p, z, -1.0 / 720.0);
  p = fusedMultiplyAdd(p, z, 1.0 / 24.0);
  p = fusedMultiplyAdd(p, z, -0.5);
  return fusedMultiplyAdd(p, z, 1);
}

/** cos(2 pi v) for v from 0 to 1, a turn: the quarter is found exactly, before rounding by pi. */
DEVICE double cosineOfTurn(double v) {
  double quarters = 4 * v;
  double nearest = __builtin_rint(quarters);
  double angle = (quarters - nearest) * 1.5707963267948966;
  switch ((int)nearest & 3) {
    case 0:
      return cosineNearZero(angle);
    case 1:
      return -sineNearZero(angle);
    case 2:
      return -cosineNearZero(angle);
    default:
      return sineNearZero(angle);
  }
}
