package org.tucana.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.bench.work.Values;

/**
 * Which aims were met, in lines for people.
 *
 * @param rows the works
 */
record Verdict(List<Comparison> rows) {
  Verdict {
    rows = List.copyOf(rows);
  }

  /** One line a kind of aim that was measured. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    add(lines, "time", Comparison::isFastEnough);
    add(lines, "memory", Comparison::isSmallEnough);
    Map<String, Double> batches = batches();
    if (!batches.isEmpty()) {
      lines.add(
          "a picture's time in a batch, of that alone (aim at most 1.00): "
              + batches.entrySet().stream()
                  .map(e -> e.getKey() + String.format(Locale.ROOT, " %.2f", e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    return lines;
  }

  private void add(
      List<String> lines, String kind, Function<Comparison, Optional<Boolean>> verdict) {
    List<Comparison> judged = rows.stream().filter(r -> verdict.apply(r).isPresent()).toList();
    if (judged.isEmpty()) {
      return;
    }
    List<String> missed =
        judged.stream()
            .filter(row -> !verdict.apply(row).orElseThrow())
            .map(Comparison::work)
            .toList();
    lines.add(
        "aims of %s: %d of %d met%s"
            .formatted(
                kind,
                judged.size() - missed.size(),
                judged.size(),
                missed.isEmpty() ? "" : "; missed by " + String.join(", ", missed)));
  }

  /** Time of a picture in a batch over that of a picture alone, where both were measured. */
  Map<String, Double> batches() {
    Map<String, Comparison> byName =
        rows.stream().collect(Collectors.toMap(Comparison::work, row -> row));
    Map<String, Double> batches = new LinkedHashMap<>();
    for (Comparison row : rows) {
      String suffix = Values.batchSuffix(row.parts().count());
      Comparison alone = byName.get(row.work().replace(suffix, ""));
      if (!suffix.isEmpty()
          && row.work().contains(suffix)
          && alone != null
          && alone.own().millis().isPresent()
          && row.own().millis().isPresent()) {
        batches.put(
            row.work(), row.own().millis().getAsDouble() / alone.own().millis().getAsDouble());
      }
    }
    return batches;
  }
}
