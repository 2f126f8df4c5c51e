package org.tucana.decomposition.tucker;

import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.SweepHistory;

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
    RANDOM;

    /** What a restart begins from: the other of the two SVDs where this is one, then at random. */
    Start restart(int number) {
      if (number == 0) {
        return this;
      }
      if (number > 1 || this == RANDOM) {
        return RANDOM;
      }
      return this == HOSVD ? SEQUENTIAL_HOSVD : HOSVD;
    }
  }

  /**
   * How to iterate.
   *
   * @param start where from
   * @param restarts further starts, of which and the first the best is returned: the other of HOSVD
   *     and ST-HOSVD, then random ones; ranks only
   * @param sweeps most sweeps from each start, at least 1
   * @param tolerance change of the relative error from one sweep to the next at which to stop
   * @param seed of random starts
   */
  public record Settings(Start start, int restarts, int sweeps, double tolerance, long seed) {
    public Settings {
      SweepHistory.check("hooi", sweeps, tolerance);
      Attempt.checkRestarts("hooi", restarts);
    }

    /** Once from ST-HOSVD, up to 50 sweeps, until the error changes by less than 1e-6. */
    public static Settings defaults() {
      return new Settings(Start.SEQUENTIAL_HOSVD, 0, 50, 1e-6, 0);
    }

    /** The same with another number of sweeps. */
    public Settings withSweeps(int most) {
      return new Settings(start, restarts, most, tolerance, seed);
    }

    /** The same with another tolerance. */
    public Settings withTolerance(double change) {
      return new Settings(start, restarts, sweeps, change, seed);
    }

    /** The same from another start. */
    public Settings from(Start other) {
      return new Settings(other, restarts, sweeps, tolerance, seed);
    }

    /** The same with another number of restarts. */
    public Settings withRestarts(int count) {
      return new Settings(start, count, sweeps, tolerance, seed);
    }

    /** The same with another seed. */
    public Settings withSeed(long other) {
      return new Settings(start, restarts, sweeps, tolerance, other);
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
    if (target instanceof TuckerErrorBound) {
      checkForBound(settings);
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

  private static void checkForBound(Settings settings) {
    if (settings.start() == Start.RANDOM) {
      throw new ShapeException(
          "hooi: a random start needs ranks, got an error bound; start from ST-HOSVD");
    }
    if (settings.restarts() > 0) {
      throw new ShapeException("hooi: restarts need ranks, got an error bound; start once");
    }
  }
}
