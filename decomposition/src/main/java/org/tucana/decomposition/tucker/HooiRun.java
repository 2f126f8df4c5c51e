package org.tucana.decomposition.tucker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.decomposition.algebra.Residual;
import org.tucana.decomposition.spectral.LeadingVectors;
import org.tucana.decomposition.sweep.Attempt;
import org.tucana.decomposition.sweep.SweepHistory;

/** One run of {@link Hooi}. */
final class HooiRun {
  /** Of the singular vectors to start from, which the sweeps make better. */
  private static final double START_TOLERANCE = 1e-2;

  /** What the user gave, and the part of it that has something to iterate. */
  private final TuckerInput whole;

  private final TuckerInput input;
  private final Hooi.Settings settings;
  private final EagerSession session;

  HooiRun(TuckerInput input, Hooi.Settings settings) {
    this.whole = input;
    this.input = input.truncated();
    this.settings = settings;
    this.session = input.session();
  }

  Tucker decompose() {
    try (Scope scope = session.scope()) {
      Tensor x = input.working();
      Attempt<SequencedMap<Integer, ModeBasis>> best =
          Attempt.best(settings.restarts(), number -> attempt(x, number));
      SequencedMap<Integer, Tensor> factors = factors(best.fit());
      Tensor core = input.project(x, factors);
      SequencedMap<Integer, Tensor> turned = new LinkedHashMap<>();
      for (int mode : whole.modes()) {
        CoreTurn turn = CoreTurn.of(session, core, mode, Optional.ofNullable(factors.get(mode)));
        core = turn.core();
        turned.put(mode, turn.factor());
      }
      return input.result(scope, core, turned, best.sweeps().history());
    }
  }

  /** Sweeps from one start until nothing changes or enough were made. */
  private Attempt<SequencedMap<Integer, ModeBasis>> attempt(Tensor x, int number) {
    SequencedMap<Integer, ModeBasis> bases = start(x, number);
    HooiSweep sweep = new HooiSweep(input, x, bases, settings.seed());
    SweepHistory history = new SweepHistory(settings.sweeps(), settings.tolerance());
    if (sweep.isIdle()) {
      history.close();
    }
    while (history.isOpen()) {
      List<Integer> ranks = ranks(bases);
      double error = error(x, sweep.run(), bases);
      history.add(error, ranks.equals(ranks(bases)));
    }
    return new Attempt<>(bases, history);
  }

  private SequencedMap<Integer, ModeBasis> start(Tensor x, int number) {
    Hooi.Start start = settings.start().restart(number);
    if (start == Hooi.Start.RANDOM && input.target() instanceof TuckerRanks ranks) {
      return random(x, ranks, number);
    }
    boolean sequential = start == Hooi.Start.SEQUENTIAL_HOSVD;
    try (Scope _ = session.scope()) {
      return new HigherOrderSvd(input, sequential, START_TOLERANCE, settings.seed()).of(x).bases();
    }
  }

  /** Random factors; each number of a start draws others. */
  private SequencedMap<Integer, ModeBasis> random(Tensor x, TuckerRanks ranks, int number) {
    long seed = settings.seed() + number;
    SequencedMap<Integer, ModeBasis> bases = new LinkedHashMap<>();
    for (int i = 0; i < input.modes().size(); i++) {
      int mode = input.modes().get(i);
      int rank = ranks.ranks().get(i);
      try (Scope _ = session.scope()) {
        Tensor block = LeadingVectors.random(session, x.dim(mode), rank, seed, mode);
        bases.put(mode, ModeBasis.of(block, rank));
      }
    }
    return bases;
  }

  /** From the energy of the core where that is exact enough, from the residual otherwise. */
  private double error(Tensor x, double captured, SequencedMap<Integer, ModeBasis> bases) {
    double squared = 1 - captured / input.energy();
    double safe = x.dtype() == DType.FLOAT64 ? 1e-6 : 1e-3;
    if (squared > safe) {
      return Math.sqrt(squared);
    }
    try (Scope _ = session.scope()) {
      SequencedMap<Integer, Tensor> factors = new LinkedHashMap<>();
      factors(bases).forEach((mode, factor) -> factors.put(mode, input.rounded(factor)));
      Tensor core = input.project(x, factors);
      return Residual.relative(
          x, input.energy(), (from, to) -> Tucker.rows(core, factors, from, to));
    }
  }

  /** Factors of the truncated modes; the others are left out, as if they were the identity. */
  private SequencedMap<Integer, Tensor> factors(SequencedMap<Integer, ModeBasis> bases) {
    SequencedMap<Integer, Tensor> factors = new LinkedHashMap<>();
    bases.forEach((mode, basis) -> {
      if (!basis.isWhole()) {
        factors.put(mode, basis.factor(session));
      }
    });
    return factors;
  }

  private static List<Integer> ranks(SequencedMap<Integer, ModeBasis> bases) {
    return bases.values().stream().map(ModeBasis::rank).toList();
  }
}
