package org.tucana.decomposition.tucker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.decomposition.History;
import org.tucana.decomposition.spectral.Basis;
import org.tucana.decomposition.spectral.LeadingVectors;

/**
 * The truncated higher-order SVD, of X or sequential, on a tensor that was found fit.
 *
 * @param input tensor and target
 * @param sequential whether each mode is taken from what the modes before it have left
 * @param tolerance of the iterations for singular vectors of large modes
 * @param seed of the blocks that these start from
 */
record HigherOrderSvd(TuckerInput input, boolean sequential, double tolerance, long seed) {

  /**
   * What was found.
   *
   * @param bases by mode, in the order worked on
   * @param remainder what is left to be projected on the factors of {@code open}
   * @param open modes whose factors have not been applied
   */
  record Found(SequencedMap<Integer, ModeBasis> bases, Tensor remainder, List<Integer> open) {}

  /** Finds the factors of a tensor that is laid out as the input is. */
  Found of(Tensor x) {
    EagerSession session = input.session();
    SequencedMap<Integer, ModeBasis> bases = new LinkedHashMap<>();
    int modes = input.modes().size();
    double allowance =
        input.target() instanceof TuckerErrorBound bound ? input.allowance(bound) : 0;
    Tensor remainder = x;
    for (int index = 0; index < modes; index++) {
      int mode = input.modes().get(index);
      double share = allowance / (sequential ? modes - index : modes);
      try (Scope scope = session.scope()) {
        LeadingVectors vectors = LeadingVectors.of(session, remainder, mode);
        Basis basis =
            switch (input.target()) {
              case TuckerRanks ranks -> vectors.leading(ranks.ranks().get(index), tolerance, seed);
              case TuckerErrorBound _ -> vectors.missing(share, seed);
            };
        int rank =
            switch (input.target()) {
              case TuckerRanks ranks -> ranks.ranks().get(index);
              case TuckerErrorBound _ -> basis.countMissing(share);
            };
        ModeBasis found = ModeBasis.of(basis.vectors(), rank);
        bases.put(mode, found);
        if (sequential) {
          allowance = Math.max(0, allowance - basis.missing(rank));
        }
        if (sequential && !found.isWhole()) {
          remainder = scope.keep(input.project(remainder, one(mode, basis.leading(rank))));
        }
      }
    }
    List<Integer> open =
        input.modes().stream().filter(m -> !sequential || bases.get(m).isWhole()).toList();
    return new Found(bases, remainder, open);
  }

  /** Finds factors and core. */
  Tucker decompose() {
    EagerSession session = input.session();
    try (Scope scope = session.scope()) {
      Found found = of(input.working());
      SequencedMap<Integer, Tensor> factors = new LinkedHashMap<>();
      found.bases().forEach((mode, basis) -> factors.put(mode, basis.factor(session)));
      SequencedMap<Integer, Tensor> open = new LinkedHashMap<>(factors);
      open.keySet().retainAll(found.open());
      Tensor core = input.project(found.remainder(), open);
      return input.result(scope, core, factors, History.direct());
    }
  }

  private static SequencedMap<Integer, Tensor> one(int mode, Tensor factor) {
    SequencedMap<Integer, Tensor> map = new LinkedHashMap<>();
    map.put(mode, factor);
    return map;
  }
}
