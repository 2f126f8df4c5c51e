package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tucana.bench.work.Effort;
import org.tucana.bench.work.Parts;
import org.tucana.nn.metric.Estimate;

/**
 * One row of the report. Times and operations are those of one part of a run.
 *
 * @param work its name
 * @param parts what a run consists of
 * @param precision how products are formed on both sides; empty where it goes without saying
 * @param effort of a part, where known
 * @param own our outcome
 * @param peer who was asked to run beside us; empty where nobody was
 * @param other its outcome; nothing where nobody was asked
 * @param aim what we want to reach
 * @param error distance from exact results as a share of the largest, where it was measured
 */
record Comparison(
    String work,
    Parts parts,
    String precision,
    Optional<Effort> effort,
    Outcome own,
    String peer,
    Outcome other,
    Aim aim,
    OptionalDouble error) {

  /** 10^9 floating-point operations a second. */
  OptionalDouble rate() {
    return effort.isPresent() && own.turns().isPresent()
        ? OptionalDouble.of(effort.get().gigaflop() / own.millis().getAsDouble() * 1e3)
        : OptionalDouble.empty();
  }

  /** Our time as a share of the peer's: below 1 we are faster. */
  Optional<Estimate> share() {
    return own.turns().flatMap(ours -> other.turns().map(ours::shareOf));
  }

  /** Our memory at its peak as a share of the peer's. */
  OptionalDouble memoryShare() {
    return own.peakBytes().isPresent() && other.peakBytes().isPresent()
        ? OptionalDouble.of((double) own.peakBytes().getAsLong() / other.peakBytes().getAsLong())
        : OptionalDouble.empty();
  }

  /** Whether the aim of time is met; empty where there is none or no figure. */
  Optional<Boolean> isFastEnough() {
    return aim.time().isEmpty()
        ? Optional.empty()
        : share().map(share -> share.value() <= aim.time().getAsDouble());
  }

  /** Whether the aim of memory is met; empty where there is none or no figure. */
  Optional<Boolean> isSmallEnough() {
    return aim.memory().isEmpty() || memoryShare().isEmpty()
        ? Optional.empty()
        : Optional.of(memoryShare().getAsDouble() <= aim.memory().getAsDouble());
  }

  /** The row for JSON output; what is not known is left out. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("work", work);
    if (parts.count() > 1) {
      map.put("times_of_one", parts.unit());
      map.put("parts", parts.count());
    }
    putText(map, "precision", precision);
    own.millis().ifPresent(value -> map.put("ms", value));
    putText(map, "failed", own.absence());
    effort.ifPresent(value -> map.put("gigaflop", value.gigaflop()));
    rate().ifPresent(value -> map.put("gflops", value));
    putText(map, "peer", peer);
    other.millis().ifPresent(value -> map.put("peer_ms", value));
    putText(map, "peer_not_available", other.absence());
    share().ifPresent(share -> putShare(map, share));
    aim.time().ifPresent(value -> map.put("aim", value));
    isFastEnough().ifPresent(met -> map.put("meets_aim", met));
    own.peakBytes().ifPresent(value -> map.put("peak_bytes", value));
    other.peakBytes().ifPresent(value -> map.put("peer_peak_bytes", value));
    aim.memory().ifPresent(value -> map.put("memory_aim", value));
    isSmallEnough().ifPresent(met -> map.put("meets_memory_aim", met));
    error.ifPresent(value -> map.put("error", value));
    return map;
  }

  private static void putShare(Map<String, Object> map, Estimate share) {
    map.put("share_of_peer_time", share.value());
    // Undefined for a single turn, and JSON knows no NaN.
    if (Double.isFinite(share.interval().low())) {
      map.put("share_interval", List.of(share.interval().low(), share.interval().high()));
      map.put("level", share.interval().level());
    }
  }

  private static void putText(Map<String, Object> map, String key, String text) {
    if (!text.isEmpty()) {
      map.put(key, text);
    }
  }
}
