package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * The rank of a matrix under noise, by empirical variational Bayesian matrix factorisation in its
 * analytic form (Nakajima, Sugiyama, Babacan and Tomioka, "Global analytic solution of
 * fully-observed variational Bayesian matrix factorization", JMLR 14, 2013).
 *
 * <p>The matrix is taken as B A^T plus Gaussian noise of variance v; the v of least free energy is
 * found, and singular values above {@code sqrt(M v x_bar)} are signals. A matrix and its transpose
 * give the same.
 *
 * @param noiseVariance v
 * @param threshold the least singular value of a signal
 * @param components the signals, strongest first
 * @param freeEnergy minus a bound of the logarithm of the evidence
 */
public record Evbmf(
    double noiseVariance, double threshold, List<Component> components, double freeEnergy) {
  /** Largest and smallest values whose squares and fourth powers are sound. */
  private static final double MOST = 1e70;

  /**
   * A signal: the product of a vector for the rows and one for the columns.
   *
   * @param singularValue of the matrix
   * @param shrunk what is left of it without the noise
   * @param rowLength length of the posterior mean of the rows' vector
   * @param columnLength length of that of the columns' vector
   * @param rowVariance posterior variance of each element of the rows' vector
   * @param columnVariance that of the columns' vector
   * @param priorDeviation product of both vectors' prior standard deviations
   */
  public record Component(
      double singularValue,
      double shrunk,
      double rowLength,
      double columnLength,
      double rowVariance,
      double columnVariance,
      double priorDeviation) {}

  public Evbmf {
    components = List.copyOf(components);
  }

  /** The estimated rank; 0 where all is noise. */
  public int rank() {
    return components.size();
  }

  /**
   * The estimate of a tensor's unfolding along an axis.
   *
   * @throws FormatException as {@link Spectrum#of(HostTensor, int)}
   */
  public static Evbmf of(HostTensor tensor, int axis) {
    return of(Spectrum.of(tensor, axis));
  }

  /**
   * The estimate from singular values, the noise variance found.
   *
   * @throws FormatException where all values are zero, or too large or small to be squared
   */
  public static Evbmf of(Spectrum spectrum) {
    requireSquarable(spectrum);
    NoiseObjective objective = new NoiseObjective(spectrum);
    // What rounding alone may make is never a signal.
    double least = spectrum.resolution();
    double longer = Math.max(spectrum.rows(), spectrum.columns());
    double leastVariance = least * least / (longer * objective.threshold());
    return at(spectrum, objective, NoiseVariance.minimizing(objective, leastVariance));
  }

  /** The estimate from singular values and a known noise variance. */
  public static Evbmf of(Spectrum spectrum, double noiseVariance) {
    requireSquarable(spectrum);
    if (!(noiseVariance > 0 && Double.isFinite(noiseVariance))) {
      throw new FormatException(
          "evbmf: a noise variance is positive and finite, got " + noiseVariance + "; correct it");
    }
    return at(spectrum, new NoiseObjective(spectrum), noiseVariance);
  }

  private static void requireSquarable(Spectrum spectrum) {
    double largest = spectrum.values()[0];
    if (largest == 0) {
      throw new FormatException(
          "evbmf: all singular values are zero, which has no rank to choose; leave it out");
    }
    if (largest > MOST || largest < 1 / MOST || spectrum.residual() > MOST * MOST) {
      throw new FormatException(
          "evbmf: singular values up to "
              + largest
              + " cannot be squared, expected 1e-70 to 1e70; scale the matrix");
    }
  }

  private static Evbmf at(Spectrum spectrum, NoiseObjective objective, double variance) {
    int shorter = objective.shorter();
    int longer = Math.max(spectrum.rows(), spectrum.columns());
    double alpha = objective.alpha();
    double threshold = Math.sqrt(longer * variance * objective.threshold());
    double cells = (double) shorter * longer;
    List<Component> components = new ArrayList<>();
    double evidence = cells * Math.log(2 * Math.PI * variance) + spectrum.energy() / variance;
    for (double s : spectrum.values()) {
      if (s <= threshold) {
        break;
      }
      double q = 1 - (shorter + longer) * variance / (s * s);
      double noise = 2 * Math.sqrt(cells) * variance / (s * s);
      double shrunk = s / 2 * (q + Math.sqrt(q * q - noise * noise));
      double t = shrunk * s / (longer * variance);
      double ratio = Math.sqrt(longer * shrunk / (shorter * s)) * (1 + alpha / t);
      double prior = Math.sqrt(shrunk * s / cells);
      double shortLength = Math.sqrt(shrunk * ratio);
      double longLength = Math.sqrt(shrunk / ratio);
      double shortVariance = variance * ratio / s;
      double longVariance = variance / (ratio * s);
      components.add(
          spectrum.rows() <= spectrum.columns()
              ? new Component(
                  s, shrunk, shortLength, longLength, shortVariance, longVariance, prior)
              : new Component(
                  s, shrunk, longLength, shortLength, longVariance, shortVariance, prior));
      evidence += longer * (Math.log1p(t) - t) + shorter * Math.log1p(t / alpha);
    }
    return new Evbmf(variance, threshold, components, evidence / 2);
  }
}
