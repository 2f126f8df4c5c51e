package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** Exponentials and logarithms: accuracy, ends of the range, equal bits cold and compiled. */
final class ElementaryTest {
  /** Largest error in units in the last place, against StrictMath, which errs by up to one. */
  private static void assertAccurate(
      String name, DoubleUnaryOperator f, DoubleUnaryOperator exact, double low, double high) {
    Philox random = new RandomKey(3, name, 0).stream();
    for (int i = 0; i < 200_000; i++) {
      double x = random.nextDouble(low, high);
      double expected = exact.applyAsDouble(x);
      double error = Math.abs(f.applyAsDouble(x) - expected) / Math.ulp(expected);
      assertTrue(error <= 3, () -> name + "(" + x + ") is off by " + error + " ulp");
    }
  }

  @Test
  void valuesAreWithinTwoUnitsOfTheTruth() {
    assertAccurate("exp", Elementary::exp, StrictMath::exp, -700, 700);
    assertAccurate("exp", Elementary::exp, StrictMath::exp, -2, 2);
    assertAccurate("expm1", Elementary::expMinusOne, StrictMath::expm1, -0.7, 0.7);
    assertAccurate("log", Elementary::log, StrictMath::log, 0, 4);
    assertAccurate("log", Elementary::log, StrictMath::log, 0, 1e300);
    assertAccurate("log1p", Elementary::logOnePlus, StrictMath::log1p, -0.25, 0.4);
    assertAccurate("log1p", Elementary::logOnePlus, StrictMath::log1p, 0, 1);
    assertAccurate("tanh", Elementary::tanh, StrictMath::tanh, -3, 3);
    assertAccurate("tanh", Elementary::tanh, StrictMath::tanh, -1e-3, 1e-3);
    assertAccurate("sigmoid", Elementary::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -30, 30);
  }

  @Test
  void endsOfTheRange() {
    assertEquals(Double.POSITIVE_INFINITY, Elementary.exp(710));
    assertEquals(Double.MAX_VALUE, Elementary.exp(709.782712893384), 1e295);
    assertEquals(0, Elementary.exp(-746));
    assertEquals(Double.MIN_VALUE, Elementary.exp(-745));
    assertEquals(1, Elementary.exp(0));
    assertEquals(Double.NEGATIVE_INFINITY, Elementary.log(0));
    assertEquals(Double.POSITIVE_INFINITY, Elementary.log(Double.POSITIVE_INFINITY));
    assertEquals(StrictMath.log(Double.MIN_VALUE), Elementary.log(Double.MIN_VALUE), 1e-12);
    assertTrue(Double.isNaN(Elementary.log(-1)));
    assertTrue(Double.isNaN(Elementary.log(Double.NaN)));
    assertTrue(Double.isNaN(Elementary.exp(Double.NaN)));
    assertTrue(Double.isNaN(Elementary.tanh(Double.NaN)));
    assertTrue(Double.isNaN(Elementary.sigmoid(Double.NaN)));
    assertEquals(1, Elementary.tanh(400));
    assertEquals(-1, Elementary.tanh(Double.NEGATIVE_INFINITY));
    assertEquals(0, Elementary.sigmoid(Double.NEGATIVE_INFINITY));
    assertEquals(1, Elementary.sigmoid(Double.POSITIVE_INFINITY));
  }

  /** The first results come from the interpreter, the last from compiled and vectorised code. */
  @Test
  void bitsAreEqualColdAndCompiled() {
    float[] x = new float[1 << 12];
    Philox random = new RandomKey(5, "cold and hot", 0).stream();
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-20, 20);
    }
    long[] cold = bits(x);
    for (int round = 0; round < 300; round++) {
      bits(x);
    }
    assertArrayEquals(cold, bits(x));
  }

  private static long[] bits(float[] x) {
    long[] bits = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      long b = Double.doubleToRawLongBits(Elementary.exp(x[i]));
      b = 31 * b + Double.doubleToRawLongBits(Elementary.log(Math.abs(x[i])));
      b = 31 * b + Double.doubleToRawLongBits(Elementary.tanh(x[i]));
      bits[i] = 31 * b + Double.doubleToRawLongBits(Elementary.sigmoid(x[i]));
    }
    return bits;
  }
}
