package org.tucana.astro.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NaturalSplineTest {
  private static final double EXACT = 1e-12;

  @Test
  void theSplineOfAPeakIsTheKnownOne() {
    // Curvature -3 in the middle and 0 at both ends, by hand.
    NaturalSpline spline = new NaturalSpline(new double[] {0, 1, 0});
    assertEquals(0.6875, spline.at(0.5), EXACT);
    assertEquals(0.6875, spline.at(1.5), EXACT);
    assertEquals(-1.5, spline.at(-1), EXACT);
    assertEquals(-1.5, spline.at(3), EXACT);
  }

  @Test
  void itPassesThroughItsValuesWithoutACornerAmongThem() {
    double[] values = {3, -1, 4, 1, -5, 9};
    NaturalSpline spline = new NaturalSpline(values);
    double step = 1e-4;
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], spline.at(i), EXACT);
      double before = (spline.at(i) - spline.at(i - step)) / step;
      double after = (spline.at(i + step) - spline.at(i)) / step;
      // Slopes over a step differ by the curvature, here below 100, times the step.
      assertEquals(before, after, 100 * step, "knot " + i);
    }
  }

  @Test
  void aLineStaysALineAndOneValueIsEverywhere() {
    NaturalSpline line = new NaturalSpline(new double[] {1, 3, 5, 7});
    NaturalSpline two = new NaturalSpline(new double[] {1, 3});
    NaturalSpline one = new NaturalSpline(new double[] {6});
    for (double t = -2; t < 5; t += 0.37) {
      assertEquals(1 + 2 * t, line.at(t), EXACT);
      assertEquals(1 + 2 * t, two.at(t), EXACT);
      assertEquals(6, one.at(t), EXACT);
    }
  }
}
