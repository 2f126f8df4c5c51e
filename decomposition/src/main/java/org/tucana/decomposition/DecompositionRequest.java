package org.tucana.decomposition;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a user asks of a decomposition; a method refuses what it cannot honour.
 *
 * @param ranks one a compressed mode, or a single one
 * @param error greatest relative error, instead of ranks
 * @param modes the modes to compress, from 0; empty means all
 * @param sweeps most sweeps of an iteration
 * @param tolerance change of the relative error at which an iteration stops
 * @param seed of whatever is drawn
 */
public record DecompositionRequest(
    Optional<List<Integer>> ranks,
    OptionalDouble error,
    Optional<List<Integer>> modes,
    OptionalInt sweeps,
    OptionalDouble tolerance,
    long seed) {
  public DecompositionRequest {
    ranks = ranks.map(List::copyOf);
    modes = modes.map(List::copyOf);
  }
}
