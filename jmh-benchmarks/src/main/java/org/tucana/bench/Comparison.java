package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One row of the report.
 *
 * @param work its name
 * @param precision how products are formed on both sides; empty where it goes without saying
 * @param gigaflop 10^9 floating-point operations of a run, where known
 * @param own our time
 * @param peer who was asked to run beside us; empty where nobody was
 * @param other its time; nothing where nobody was asked
 * @param aim the speed, as a fraction of the peer's, that we want to reach
 */
record Comparison(
    String work,
    String precision,
    OptionalDouble gigaflop,
    Outcome own,
    String peer,
    Outcome other,
    OptionalDouble aim) {

  /**
   * What a side came to.
   *
   * @param millis its median milliseconds a run; empty where it did not run
   * @param absence why it did not run; empty where it did or was not asked
   */
  record Outcome(OptionalDouble millis, String absence) {
    static final Outcome NOT_ASKED = new Outcome(OptionalDouble.empty(), "");

    static Outcome of(double millis) {
      return new Outcome(OptionalDouble.of(millis), "");
    }

    static Outcome absent(String reason) {
      return new Outcome(OptionalDouble.empty(), reason);
    }
  }

  /** 10^9 floating-point operations a second. */
  OptionalDouble rate() {
    return quotient(gigaflop, scaled(own.millis, 1e-3));
  }

  /** Our speed over the peer's: above 1 we are faster. */
  OptionalDouble relativeSpeed() {
    return quotient(other.millis, own.millis);
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
  }

  private static OptionalDouble quotient(OptionalDouble numerator, OptionalDouble denominator) {
    return numerator.isPresent() && denominator.isPresent()
        ? OptionalDouble.of(numerator.getAsDouble() / denominator.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The row for JSON output; what is not known is left out. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("work", work);
    putText(map, "precision", precision);
    own.millis.ifPresent(value -> map.put("ms", value));
    putText(map, "failed", own.absence);
    rate().ifPresent(value -> map.put("gflops", value));
    putText(map, "peer", peer);
    other.millis.ifPresent(value -> map.put("peer_ms", value));
    putText(map, "peer_not_available", other.absence);
    relativeSpeed().ifPresent(value -> map.put("speed_over_peer", value));
    aim.ifPresent(value -> map.put("aim", value));
    return map;
  }

  private static void putText(Map<String, Object> map, String key, String text) {
    if (!text.isEmpty()) {
      map.put(key, text);
    }
  }
}
