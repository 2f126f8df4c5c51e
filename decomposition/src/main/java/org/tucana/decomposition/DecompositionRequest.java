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
 * @param start the short name of what an iteration starts from, and then it starts only once; empty
 *     leaves starts to the method
 * @param seed of whatever is drawn
 */
public record DecompositionRequest(
    Optional<List<Integer>> ranks,
    OptionalDouble error,
    Optional<List<Integer>> modes,
    OptionalInt sweeps,
    OptionalDouble tolerance,
    Optional<String> start,
    long seed) {
  public DecompositionRequest {
    ranks = ranks.map(List::copyOf);
    modes = modes.map(List::copyOf);
  }

  /** From the starts that the method itself chooses. */
  public DecompositionRequest(
      Optional<List<Integer>> ranks,
      OptionalDouble error,
      Optional<List<Integer>> modes,
      OptionalInt sweeps,
      OptionalDouble tolerance,
      long seed) {
    this(ranks, error, modes, sweeps, tolerance, Optional.empty(), seed);
  }

  /** The same with other ranks. */
  public DecompositionRequest withRanks(List<Integer> other) {
    return new DecompositionRequest(
        Optional.of(other), error, modes, sweeps, tolerance, start, seed);
  }

  /** The same with another limit of sweeps. */
  public DecompositionRequest withSweeps(int most) {
    return new DecompositionRequest(
        ranks, error, modes, OptionalInt.of(most), tolerance, start, seed);
  }

  /** The same from a named start. */
  public DecompositionRequest from(String named) {
    return new DecompositionRequest(
        ranks, error, modes, sweeps, tolerance, Optional.of(named), seed);
  }
}
