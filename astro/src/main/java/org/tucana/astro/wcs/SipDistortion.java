package org.tucana.astro.wcs;

import java.util.Optional;
import org.tucana.astro.io.FitsHeader;

/**
 * Polynomials that correct pixel offsets from the reference pixel before the linear part (Shupe et
 * al. 2005, ASP Conf. 347, 491): u + A(u, v), v + B(u, v).
 *
 * @param a coefficients of u^p v^q for x, by p and q
 * @param b coefficients for y
 */
record SipDistortion(double[][] a, double[][] b) {
  private static final int HIGHEST_ORDER = 9;
  private static final int MOST_STEPS = 100;

  /** Pixels; far below what any header's digits are good for. */
  private static final double CLOSE = 1e-11;

  /** The distortion of a header; empty where it has none. */
  static Optional<SipDistortion> of(FitsHeader header) {
    if (header.value("A_ORDER").isEmpty() && header.value("B_ORDER").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new SipDistortion(coefficients(header, "A"), coefficients(header, "B")));
  }

  private static double[][] coefficients(FitsHeader header, String name) {
    double order = WcsCards.number(header, name + "_ORDER", 0);
    if (order != Math.rint(order) || order < 0 || order > HIGHEST_ORDER) {
      throw WcsCards.fault(name + "_ORDER is " + order + ", expected 0 to " + HIGHEST_ORDER);
    }
    int n = (int) order;
    double[][] coefficients = new double[n + 1][n + 1];
    for (int p = 0; p <= n; p++) {
      for (int q = 0; q <= n - p; q++) {
        coefficients[p][q] = WcsCards.number(header, name + "_" + p + "_" + q, 0);
      }
    }
    return coefficients;
  }

  PlanePosition apply(PlanePosition offset) {
    return new PlanePosition(
        offset.x() + value(a, offset.x(), offset.y()),
        offset.y() + value(b, offset.x(), offset.y()));
  }

  /**
   * The offset that {@link #apply} turns into this one, by Newton's method; the inverse polynomials
   * AP and BP of some headers are but an approximation of it.
   *
   * @return empty where it does not converge, far outside of the picture
   */
  Optional<PlanePosition> invert(PlanePosition corrected) {
    double u = corrected.x();
    double v = corrected.y();
    for (int step = 0; step < MOST_STEPS; step++) {
      double missX = u + value(a, u, v) - corrected.x();
      double missY = v + value(b, u, v) - corrected.y();
      double xu = 1 + slope(a, u, v, true);
      double xv = slope(a, u, v, false);
      double yu = slope(b, u, v, true);
      double yv = 1 + slope(b, u, v, false);
      double determinant = xu * yv - xv * yu;
      double moveU = (missX * yv - missY * xv) / determinant;
      double moveV = (missY * xu - missX * yu) / determinant;
      u -= moveU;
      v -= moveV;
      if (Math.hypot(moveU, moveV) <= CLOSE * (1 + Math.hypot(u, v))) {
        return Optional.of(new PlanePosition(u, v));
      }
    }
    return Optional.empty();
  }

  private static double value(double[][] coefficients, double u, double v) {
    double sum = 0;
    for (int p = coefficients.length - 1; p >= 0; p--) {
      double row = 0;
      for (int q = coefficients.length - 1 - p; q >= 0; q--) {
        row = row * v + coefficients[p][q];
      }
      sum = sum * u + row;
    }
    return sum;
  }

  /** The derivative by u, or by v. */
  private static double slope(double[][] coefficients, double u, double v, boolean byU) {
    double sum = 0;
    for (int p = 0; p < coefficients.length; p++) {
      for (int q = 0; q < coefficients.length - p; q++) {
        int power = byU ? p : q;
        if (power > 0 && coefficients[p][q] != 0) {
          double term =
              byU ? Math.pow(u, p - 1) * Math.pow(v, q) : Math.pow(u, p) * Math.pow(v, q - 1);
          sum += power * coefficients[p][q] * term;
        }
      }
    }
    return sum;
  }
}
