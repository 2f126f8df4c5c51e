package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One row of the report.
 *
 * @param work its name
 * @param gigaflop 10^9 floating-point operations of a run, where known
 * @param millis our median milliseconds a run
 * @param peer who ran beside us; empty where nobody was asked to
 * @param peerMillis its median; empty where it did not run
 * @param absence why the peer did not run; empty where it did or was not asked
 * @param aim the speed, as a fraction of the peer's, that we want to reach
 */
record Comparison(
    String work,
    OptionalDouble gigaflop,
    double millis,
    String peer,
    OptionalDouble peerMillis,
    String absence,
    OptionalDouble aim) {

  /** 10^9 floating-point operations a second. */
  OptionalDouble rate() {
    return over(gigaflop, millis * 1e-3);
  }

  /** Our speed over the peer's: above 1 we are faster. */
  OptionalDouble relativeSpeed() {
    return over(peerMillis, millis);
  }

  private static OptionalDouble over(OptionalDouble numerator, double denominator) {
    return numerator.isPresent()
        ? OptionalDouble.of(numerator.getAsDouble() / denominator)
        : OptionalDouble.empty();
  }

  /** The row for JSON output; what is not known is left out. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("work", work);
    map.put("ms", millis);
    rate().ifPresent(value -> map.put("gflops", value));
    if (!peer.isEmpty()) {
      map.put("peer", peer);
    }
    peerMillis.ifPresent(value -> map.put("peer_ms", value));
    if (!absence.isEmpty()) {
      map.put("peer_not_available", absence);
    }
    relativeSpeed().ifPresent(value -> map.put("speed_over_peer", value));
    aim.ifPresent(value -> map.put("aim", value));
    return map;
  }
}
