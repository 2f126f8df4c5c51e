package org.tucana.decomposition.rank;

/**
 * The part of EVBMF's free energy that depends on the noise variance v (Nakajima et al. 2013), up
 * to a factor and a constant: with x_h = s_h^2 / (M v) for an L x M matrix, L at most M,
 *
 * <pre>
 * Omega(v) = sum_h psi(x_h) + residual / (M v) + (L - H) ln v
 * psi(x)   = x - ln x                                        for noise, x up to x_bar
 * psi(x)   = x - ln x + ln(t+1) + alpha ln(t/alpha + 1) - t  for signals
 * </pre>
 *
 * where t is the larger root of x = (t + 1)(1 + alpha/t). It is smooth as long as no value turns
 * from signal to noise.
 */
final class NoiseObjective {
  private final int shorter;
  private final int longer;
  private final double alpha;
  private final double threshold;
  private final double[] squares;

  /** Sums over the values from h on: of squares, of their logarithms. */
  private final double[] tailSquares;

  private final double[] tailLogarithms;

  NoiseObjective(Spectrum spectrum) {
    shorter = Math.min(spectrum.rows(), spectrum.columns());
    longer = Math.max(spectrum.rows(), spectrum.columns());
    alpha = (double) shorter / longer;
    double root = 2.5129 * Math.sqrt(alpha);
    threshold = (1 + root) * (1 + alpha / root);
    int count = spectrum.values().length;
    squares = new double[count];
    tailSquares = new double[count + 1];
    tailLogarithms = new double[count + 1];
    tailSquares[count] = spectrum.residual();
    for (int h = count - 1; h >= 0; h--) {
      double s = spectrum.values()[h];
      squares[h] = s * s;
      tailSquares[h] = tailSquares[h + 1] + squares[h];
      // The logarithm of a zero would be an infinite constant.
      tailLogarithms[h] = tailLogarithms[h + 1] + Math.log(Math.max(squares[h], Double.MIN_NORMAL));
    }
  }

  /** L. */
  int shorter() {
    return shorter;
  }

  /** L over M. */
  double alpha() {
    return alpha;
  }

  /** x_bar, above which x is a signal. */
  double threshold() {
    return threshold;
  }

  /** The variance from which on value h is noise; 0 beyond the last one. */
  double turn(int h) {
    return h < squares.length ? squares[h] / (longer * threshold) : 0;
  }

  /** The least variance that can be the minimum's: the tail of the values is noise for certain. */
  double lower() {
    int signals = Math.min((int) Math.ceil(shorter / (1 + alpha)) - 1, squares.length);
    if (signals == squares.length) {
      return 0;
    }
    double noise = tailSquares[signals] - tailSquares[squares.length];
    return Math.max(turn(signals), noise / (squares.length - signals) / longer);
  }

  /** The greatest variance that can be the minimum's: all is noise. */
  double upper() {
    return tailSquares[0] / ((double) shorter * longer);
  }

  /** Omega where the first values, {@code signals} of them, are signals. */
  double at(double variance, int signals) {
    double perX = 1 / (longer * variance);
    int noise = squares.length - signals;
    double sum =
        tailSquares[signals] * perX
            - tailLogarithms[signals]
            - noise * Math.log(perX)
            + (shorter - squares.length) * Math.log(variance);
    for (int h = 0; h < signals; h++) {
      sum += signal(squares[h] * perX);
    }
    return sum;
  }

  /** psi of a signal, by x - t = 1 + alpha + alpha/t, which does not cancel for large x. */
  private double signal(double x) {
    double t = root(x);
    double ratio = alpha / t;
    return 1 + alpha + ratio - Math.log1p(ratio) + alpha * Math.log1p(t / alpha);
  }

  private double root(double x) {
    double y = x - (1 + alpha);
    return (y + Math.sqrt(Math.max(0, y * y - 4 * alpha))) / 2;
  }
}
