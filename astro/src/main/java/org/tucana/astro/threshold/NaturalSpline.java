package org.tucana.astro.threshold;

/**
 * The natural cubic spline through values at 0, 1, 2, ...: straight beyond its ends, constant
 * through a single value.
 */
final class NaturalSpline {
  private final double[] values;
  private final double[] curvatures;

  NaturalSpline(double[] values) {
    this.values = values;
    this.curvatures = curvatures(values);
  }

  /** Second derivatives M: M[i-1] + 4 M[i] + M[i+1] = 6 (v[i-1] - 2 v[i] + v[i+1]), 0 at ends. */
  private static double[] curvatures(double[] v) {
    int n = v.length;
    double[] curvatures = new double[n];
    double[] upper = new double[n];
    for (int i = 1; i < n - 1; i++) {
      double pivot = 4 - upper[i - 1];
      upper[i] = 1 / pivot;
      curvatures[i] = (6 * (v[i - 1] - 2 * v[i] + v[i + 1]) - curvatures[i - 1]) / pivot;
    }
    for (int i = n - 2; i > 0; i--) {
      curvatures[i] -= upper[i] * curvatures[i + 1];
    }
    return curvatures;
  }

  double at(double t) {
    int last = values.length - 1;
    if (last == 0) {
      return values[0];
    }
    if (t < 0) {
      return values[0] + t * (values[1] - values[0] - curvatures[1] / 6);
    }
    if (t > last) {
      double slope = values[last] - values[last - 1] + curvatures[last - 1] / 6;
      return values[last] + (t - last) * slope;
    }
    int i = Math.min((int) t, last - 1);
    double right = t - i;
    double left = 1 - right;
    return left * values[i]
        + right * values[i + 1]
        + (left * left * left - left) / 6 * curvatures[i]
        + (right * right * right - right) / 6 * curvatures[i + 1];
  }
}
