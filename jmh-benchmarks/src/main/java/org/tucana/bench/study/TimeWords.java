package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.List;

/** What a reader of times must know, a sentence a line. */
final class TimeWords {
  private TimeWords() {}

  /** The words on some tables. */
  static List<String> of(List<TimeRow.Table> times) {
    List<String> lines = new ArrayList<>();
    if (times.stream().noneMatch(table -> table.rows().stream().anyMatch(TimeRow::tellsEnergy))) {
      lines.add("Joules a picture: this machine does not tell.");
    } else {
      lines.add("Energy is that of whole processors, by their own counters.");
    }
    if (times.stream()
        .flatMap(table -> table.rows().stream())
        .anyMatch(row -> row.model().equals(DetectorPeer.NAME))) {
      lines.add(
          "torchvision runs the reference's widths, settings and weights, but without the layer of"
              + " its own for classes, with several labels a region where ours has one, and pastes"
              + " masks into whole pictures where ours keeps them in their boxes.");
    }
    times.stream()
        .map(TimeRow.Table::peer)
        .filter(absence -> !absence.isEmpty())
        .distinct()
        .forEach(absence -> lines.add("torchvision did not run: " + absence + "."));
    return lines;
  }
}
