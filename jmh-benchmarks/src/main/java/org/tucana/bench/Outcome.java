package org.tucana.bench;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a side of a comparison came to.
 *
 * @param turns its times; empty where it did not run
 * @param absence why it did not run; empty where it did or was not asked
 * @param peakBytes the most memory that a process of its own held while it worked, where measured
 */
record Outcome(Optional<Turns> turns, String absence, OptionalLong peakBytes) {
  static final Outcome NOT_ASKED = new Outcome(Optional.empty(), "", OptionalLong.empty());

  static Outcome of(Turns turns) {
    return new Outcome(Optional.of(turns), "", OptionalLong.empty());
  }

  static Outcome absent(String reason) {
    return new Outcome(Optional.empty(), reason, OptionalLong.empty());
  }

  Outcome withPeak(OptionalLong bytes) {
    return new Outcome(turns, absence, bytes);
  }

  /** Median milliseconds. */
  OptionalDouble millis() {
    return turns.map(t -> OptionalDouble.of(t.median())).orElse(OptionalDouble.empty());
  }
}
