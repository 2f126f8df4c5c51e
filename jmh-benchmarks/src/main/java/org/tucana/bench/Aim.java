package org.tucana.bench;

import java.util.OptionalDouble;

/**
 * What we want to reach, as shares of the peer's figures.
 *
 * @param time the most time
 * @param memory the most memory at the peak
 */
record Aim(OptionalDouble time, OptionalDouble memory) {
  static final Aim NONE = new Aim(OptionalDouble.empty(), OptionalDouble.empty());

  static Aim ofTime(double share) {
    return new Aim(OptionalDouble.of(share), OptionalDouble.empty());
  }

  Aim andMemory(double share) {
    return new Aim(time, OptionalDouble.of(share));
  }

  /** The same where so many times as much time is allowed. */
  Aim allowing(double factor) {
    return new Aim(
        time.isPresent() ? OptionalDouble.of(factor * time.getAsDouble()) : time, memory);
  }
}
