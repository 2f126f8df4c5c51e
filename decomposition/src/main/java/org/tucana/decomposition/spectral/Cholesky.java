package org.tucana.decomposition.spectral;

import java.util.Optional;

/**
 * S = L L^T of a small symmetric positive definite matrix whose rows and columns were first scaled
 * to a diagonal of ones.
 *
 * @param lower row-major [n, n], L without the scale
 * @param scale what rows and columns were divided by
 * @param size n
 */
record Cholesky(double[] lower, double[] scale, int size) {
  /** Pivot of a scaled matrix below which its columns count as dependent. */
  private static final double DEPENDENT = 1e-13;

  /** Factors a row-major matrix; empty where its columns are dependent or not finite. */
  static Optional<Cholesky> of(double[] matrix, int n) {
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = Math.sqrt(matrix[i * n + i]);
      if (!(scale[i] > Double.MIN_NORMAL) || !Double.isFinite(scale[i])) {
        return Optional.empty();
      }
    }
    double[] lower = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j] / scale[i] / scale[j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * n + k] * lower[j * n + k];
        }
        if (j < i) {
          lower[i * n + j] = sum / lower[j * n + j];
        } else if (sum > DEPENDENT) {
          lower[i * n + i] = Math.sqrt(sum);
        } else {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Cholesky(lower, scale, n));
  }

  /** An estimate of the condition number of the scaled S, from the pivots. */
  double condition() {
    double least = 1;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, lower[i * size + i]);
    }
    return 1 / (least * least);
  }

  /** The matrix that makes the columns orthonormal: the inverse of S's upper factor, row-major. */
  double[] inverseTransposed() {
    double[] rows = new double[size * size];
    for (int i = 0; i < size; i++) {
      rows[i * size + i] = 1 / lower[i * size + i];
      for (int k = 0; k < i; k++) {
        double factor = -lower[i * size + k] / lower[i * size + i];
        for (int j = 0; j <= k; j++) {
          rows[i * size + j] += factor * rows[k * size + j];
        }
      }
    }
    double[] transposed = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        transposed[j * size + i] = rows[i * size + j] / scale[j];
      }
    }
    return transposed;
  }
}
