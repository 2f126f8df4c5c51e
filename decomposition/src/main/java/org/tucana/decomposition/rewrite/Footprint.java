package org.tucana.decomposition.rewrite;

import java.util.OptionalDouble;

/**
 * What a layer or a network costs for one picture.
 *
 * @param parameters numbers it learns
 * @param macs multiply-accumulates
 * @param bytes that its operators read and write
 * @param millis measured milliseconds; empty where nothing was measured
 */
public record Footprint(long parameters, long macs, long bytes, OptionalDouble millis) {
  /** Both together; measured only where both are. */
  public Footprint plus(Footprint other) {
    return new Footprint(
        parameters + other.parameters,
        macs + other.macs,
        bytes + other.bytes,
        millis.isPresent() && other.millis.isPresent()
            ? OptionalDouble.of(millis.getAsDouble() + other.millis.getAsDouble())
            : OptionalDouble.empty());
  }

  Footprint withMillis(double measured) {
    return new Footprint(parameters, macs, bytes, OptionalDouble.of(measured));
  }
}
