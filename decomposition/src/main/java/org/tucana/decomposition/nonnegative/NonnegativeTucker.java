package org.tucana.decomposition.nonnegative;

import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.Nonnegative;
import org.tucana.decomposition.sweep.SweepError;
import org.tucana.decomposition.sweep.SweepHistory;
import org.tucana.decomposition.tucker.SequentialHosvd;
import org.tucana.decomposition.tucker.Tucker;
import org.tucana.decomposition.tucker.TuckerInput;
import org.tucana.decomposition.tucker.TuckerRanks;

/**
 * Tucker decomposition with a core and factors that are not negative (Kim and Choi, "Nonnegative
 * Tucker Decomposition", CVPR 2007), by multiplicative updates or by HALS (Phan and Cichocki,
 * "Extended HALS algorithm for nonnegative Tucker decomposition", Neurocomputing 74, 2011). The
 * factors of the result have columns of length 1.
 */
public final class NonnegativeTucker {
  private NonnegativeTucker() {}

  /**
   * How to iterate.
   *
   * @param rule of the updates
   * @param start where from
   * @param restarts further random starts, of which and the first the best is returned
   * @param sweeps most sweeps from each start, at least 1
   * @param tolerance change of the relative error from one sweep to the next at which to stop
   * @param seed of the restarts
   */
  public record Settings(
      NonnegativeRule rule,
      NonnegativeTuckerStart start,
      int restarts,
      int sweeps,
      double tolerance,
      long seed) {
    public Settings {
      SweepHistory.check(rule.method(), sweeps, tolerance);
      Attempt.checkRestarts(rule.method(), restarts);
    }

    /** By HALS, once at random, up to 500 sweeps, until the error changes by 1e-8. */
    public static Settings defaults() {
      return new Settings(
          NonnegativeRule.HALS, new NonnegativeTuckerStart.Random(0), 0, 500, 1e-8, 0);
    }

    /** The same by another rule. */
    public Settings by(NonnegativeRule other) {
      return new Settings(other, start, restarts, sweeps, tolerance, seed);
    }

    /** The same from another start. */
    public Settings from(NonnegativeTuckerStart other) {
      return new Settings(rule, other, restarts, sweeps, tolerance, seed);
    }

    /** The same with another number of restarts, drawn by a seed. */
    public Settings withRestarts(int count, long from) {
      return new Settings(rule, start, count, sweeps, tolerance, from);
    }

    /** The same with another number of sweeps. */
    public Settings withSweeps(int most) {
      return new Settings(rule, start, restarts, most, tolerance, seed);
    }

    /** The same with another tolerance. */
    public Settings withTolerance(double change) {
      return new Settings(rule, start, restarts, sweeps, change, seed);
    }
  }

  /**
   * Decomposes a tensor of order 2 or more; the result belongs to its session's innermost scope.
   *
   * @param x FLOAT32 or FLOAT64; by HALS it may have negative elements, which nonnegative parts fit
   *     as well as they can
   * @param ranks one for each mode
   * @throws org.tucana.core.type.ShapeException where tensor, ranks and settings do not fit
   */
  public static Tucker decompose(Tensor x, List<Integer> ranks, Settings settings) {
    String method = settings.rule().method();
    TuckerInput input = TuckerInput.of(method, x, new TuckerRanks(List.of(), ranks));
    Nonnegative.checkSomePositive(method, x);
    if (settings.rule() == NonnegativeRule.MULTIPLICATIVE) {
      Nonnegative.checkNoneNegative(method, "tensor", x);
    }
    EagerSession session = input.session();
    try (Scope scope = session.scope()) {
      SweepError error = new SweepError(input.working(), input.energy());
      Attempt<NonnegativeTuckerSweeps> best =
          Attempt.best(
              settings.restarts(),
              number -> {
                SweepHistory sweeps = new SweepHistory(settings.sweeps(), settings.tolerance());
                NonnegativeTuckerStart.Parts start =
                    start(input.method(), error.x(), ranks, settings, number);
                return new Attempt<>(
                    new NonnegativeTuckerSweeps(session, error, settings.rule(), start).run(sweeps),
                    sweeps);
              });
      return input.result(
          scope,
          best.fit().core(x.dtype()),
          best.fit().factors(x.dtype()),
          best.sweeps().history());
    }
  }

  private static NonnegativeTuckerStart.Parts start(
      String method, Tensor working, List<Integer> ranks, Settings settings, int number) {
    Shape shape = working.shape();
    if (number > 0) {
      return NonnegativeTuckerStart.Parts.random(shape, ranks, settings.seed(), number);
    }
    return switch (settings.start()) {
      case NonnegativeTuckerStart.Random random ->
          NonnegativeTuckerStart.Parts.random(shape, ranks, random.seed(), 0);
      case NonnegativeTuckerStart.SequentialHosvd() ->
          NonnegativeTuckerStart.Parts.magnitudes(
              SequentialHosvd.decompose(working, new TuckerRanks(List.of(), ranks)));
      case NonnegativeTuckerStart.Given given ->
          NonnegativeTuckerStart.Parts.of(method, shape, ranks, given);
    };
  }
}
