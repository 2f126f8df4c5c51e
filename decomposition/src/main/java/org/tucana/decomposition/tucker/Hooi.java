package org.tucana.decomposition.tucker;

import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;

/**
 * Higher-order orthogonal iteration (De Lathauwer et al., "On the Best Rank-1 and Rank-(R1,...,RN)
 * Approximation of Higher-Order Tensors", SIMAX 21, 2000): each factor in turn becomes the leading
 * left singular vectors of the tensor projected on all other factors, so that the fit never falls.
 * With an error bound, the ranks shrink as long as the bound allows (Xiao and Yang, "A
 * rank-adaptive higher-order orthogonal iteration algorithm for truncated Tucker decomposition",
 * 2021).
 *
 * <p>The core is all-orthogonal, as that of an untruncated higher-order SVD: its slices along a
 * mode are orthogonal and by falling norm. A mode whose rank is its size takes no part in the
 * iteration.
 */
public final class Hooi {
  private Hooi() {}

  /** What the factors start from. */
  public enum Start {
    HOSVD,
    SEQUENTIAL_HOSVD,
    RANDOM
  }

  /**
   * How to iterate.
   *
   * @param start where from
   * @param sweeps most sweeps, at least 1
   * @param tolerance change of the relative error from one sweep to the next at which to stop
   * @param seed of random starts
   */
  public record Settings(Start start, int sweeps, double tolerance, long seed) {
    public Settings {
      if (sweeps < 1) {
        throw new ShapeException(
            "hooi: expected 1 sweep or more, got " + sweeps + "; ST-HOSVD needs none");
      }
      if (!(tolerance >= 0)) {
        throw new ShapeException(
            "hooi: expected a tolerance of 0 or more, got " + tolerance + "; 0 runs all sweeps");
      }
    }

    /** From ST-HOSVD, up to 50 sweeps, until the error changes by less than 1e-6. */
    public static Settings defaults() {
      return new Settings(Start.SEQUENTIAL_HOSVD, 50, 1e-6, 0);
    }

    /** The same with another number of sweeps. */
    public Settings withSweeps(int most) {
      return new Settings(start, most, tolerance, seed);
    }

    /** The same with another tolerance. */
    public Settings withTolerance(double change) {
      return new Settings(start, sweeps, change, seed);
    }

    /** The same from another start. */
    public Settings from(Start other) {
      return new Settings(other, sweeps, tolerance, seed);
    }

    /** The same with another seed. */
    public Settings withSeed(long other) {
      return new Settings(start, sweeps, tolerance, other);
    }
  }

  /** Decomposes by the default settings. */
  public static Tucker decompose(Tensor x, TuckerTarget target) {
    return decompose(x, target, Settings.defaults());
  }

  /**
   * Decomposes a tensor of order 2 or more; the result belongs to its session's innermost scope.
   *
   * <p>The errors of the history come from the norm of the core, in double, where they are well
   * above the floor of a difference of squared norms (3e-2 in float32, 1e-3 in float64), and from
   * the residual where they are not. The error of the result always comes from the residual.
   *
   * @param x FLOAT32 or FLOAT64
   * @param target its order of modes is the order within a sweep
   * @throws ShapeException where tensor, target and settings do not fit
   */
  public static Tucker decompose(Tensor x, TuckerTarget target, Settings settings) {
    if (target instanceof TuckerErrorBound && settings.start() == Start.RANDOM) {
      throw new ShapeException(
          "hooi: a random start needs ranks, got an error bound; start from ST-HOSVD");
    }
    TuckerInput input = TuckerInput.of("hooi", x, target);
    TuckerLayout layout = TuckerLayout.of(x.shape(), input.modes());
    if (layout.isOwn()) {
      return new HooiRun(input, settings).decompose();
    }
    try (Scope scope = input.session().scope()) {
      return layout.undo(scope, input, new HooiRun(layout.apply(input), settings).decompose());
    }
  }
}
