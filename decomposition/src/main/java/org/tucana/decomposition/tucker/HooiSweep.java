package org.tucana.decomposition.tucker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.spectral.Basis;
import org.tucana.decomposition.spectral.LeadingVectors;

/**
 * Sweeps over the truncated modes. Projections that several modes need are made once: the list of
 * modes is cut again and again, each part is updated on the tensor projected along the other one
 * ({@link DimensionTree}). Modes are updated in their order, each with the newest factors.
 */
final class HooiSweep {
  private final TuckerInput input;
  private final EagerSession session;
  private final Tensor x;
  private final SequencedMap<Integer, ModeBasis> bases;
  private final long seed;
  private double captured;

  /**
   * Sweeps over a tensor.
   *
   * @param bases by mode; each sweep puts better ones
   */
  HooiSweep(TuckerInput input, Tensor x, SequencedMap<Integer, ModeBasis> bases, long seed) {
    this.input = input;
    this.session = input.session();
    this.x = x;
    this.bases = bases;
    this.seed = seed;
  }

  /** Whether no mode is truncated. */
  boolean isIdle() {
    return truncated().isEmpty();
  }

  private List<Integer> truncated() {
    return bases.keySet().stream().filter(mode -> !bases.get(mode).isWhole()).toList();
  }

  /** Updates each mode once; returns the energy of the core. */
  double run() {
    visit(x, truncated(), DimensionTree.of(x.shape(), bases));
    return captured;
  }

  private void visit(Tensor projected, List<Integer> modes, DimensionTree tree) {
    if (modes.size() == 1) {
      update(projected, modes.getFirst());
      return;
    }
    int half = tree.cut(modes);
    List<Integer> first = modes.subList(0, half);
    List<Integer> second = modes.subList(half, modes.size());
    try (Scope _ = session.scope()) {
      visit(input.project(projected, factors(second)), first, tree);
    }
    try (Scope _ = session.scope()) {
      visit(input.project(projected, factors(first)), second, tree);
    }
  }

  private SequencedMap<Integer, Tensor> factors(List<Integer> modes) {
    SequencedMap<Integer, Tensor> factors = new LinkedHashMap<>();
    modes.forEach(mode -> factors.put(mode, bases.get(mode).factor(session)));
    return factors;
  }

  /** The best factor of a mode for a tensor projected along all others. */
  private void update(Tensor projected, int mode) {
    try (Scope _ = session.scope()) {
      bases.put(
          mode, better(LeadingVectors.of(session, projected, mode), bases.get(mode), projected));
      captured = InnerProduct.squaredNorm(input.project(projected, factors(List.of(mode))));
    }
  }

  private ModeBasis better(LeadingVectors vectors, ModeBasis old, Tensor projected) {
    return switch (input.target()) {
      case TuckerRanks _ -> {
        Basis basis = vectors.refined(old.rank(), session.upload(old.vectors()));
        yield ModeBasis.of(basis.vectors(), old.rank());
      }
      case TuckerErrorBound bound -> {
        double most = InnerProduct.squaredNorm(projected) - input.energy() + input.allowance(bound);
        Basis basis = vectors.missing(most, seed);
        yield ModeBasis.of(basis.vectors(), Math.min(old.rank(), basis.countMissing(most)));
      }
    };
  }
}
