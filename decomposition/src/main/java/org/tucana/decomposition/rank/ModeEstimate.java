package org.tucana.decomposition.rank;

import java.util.OptionalDouble;

/**
 * The rank of one mode of a layer.
 *
 * @param mode {@code in} or {@code out} of a Tucker-2 convolution, {@code rank} of two factors
 * @param size the largest rank that it can have
 * @param estimate what the rule came to, in or out of range
 * @param rank what the mode gets: the estimate, brought into 1 to size
 * @param noiseVariance of the weight's elements, where the rule estimates it
 */
public record ModeEstimate(
    String mode, int size, int estimate, int rank, OptionalDouble noiseVariance) {
  public ModeEstimate {
    if (rank < 1 || rank > size) {
      throw new IllegalArgumentException(
          "mode " + mode + ": a rank in 1.." + size + " wanted, got " + rank);
    }
  }

  /** An estimate, brought into range. */
  public static ModeEstimate of(LayerMode mode, int estimate) {
    return of(mode, estimate, OptionalDouble.empty());
  }

  /** An estimate with the noise it is based on, brought into range. */
  public static ModeEstimate of(LayerMode mode, int estimate, OptionalDouble noiseVariance) {
    int rank = Math.clamp(estimate, 1, mode.size());
    return new ModeEstimate(mode.name(), mode.size(), estimate, rank, noiseVariance);
  }

  /** Whether the rank is not the estimate. */
  public boolean clamped() {
    return rank != estimate;
  }

  /** For example {@code in 23 of 64} or {@code out 1 of 64 (estimate 0, clamped)}. */
  @Override
  public String toString() {
    String base = mode + " " + rank + " of " + size;
    return clamped() ? base + " (estimate " + estimate + ", clamped)" : base;
  }
}
