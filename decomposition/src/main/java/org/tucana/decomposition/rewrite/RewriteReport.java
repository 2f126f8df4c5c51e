package org.tucana.decomposition.rewrite;

import java.util.List;

/**
 * What the rewriting of a network brought.
 *
 * @param model which model
 * @param treatment how it was made smaller
 * @param rule how ranks, filters or ranges were chosen
 * @param layers which layers were asked for
 * @param backend where times were measured
 * @param changes the layers that changed
 * @param leftAlone layers that were asked for and stayed, with the reason
 * @param notes what else a reader must know, a sentence each
 * @param stages the networks as wholes
 */
public record RewriteReport(
    String model,
    Treatment treatment,
    String rule,
    String layers,
    String backend,
    List<LayerChange> changes,
    List<String> leftAlone,
    List<String> notes,
    List<StageChange> stages) {
  public RewriteReport {
    changes = List.copyOf(changes);
    leftAlone = List.copyOf(leftAlone);
    notes = List.copyOf(notes);
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("report: at least one network wanted");
    }
  }

  /** The whole before. */
  public Footprint before() {
    return stages.stream().map(StageChange::before).reduce(Footprint::plus).orElseThrow();
  }

  /** The whole after. */
  public Footprint after() {
    return stages.stream().map(StageChange::after).reduce(Footprint::plus).orElseThrow();
  }

  /**
   * Mean over the changed layers of the squared relative error, as a root; 0 where none changed.
   */
  public double rootMeanSquareError() {
    return Math.sqrt(
        changes.stream()
            .mapToDouble(c -> c.relativeError() * c.relativeError())
            .average()
            .orElse(0));
  }
}
