package org.tucana.decomposition.rewrite;

import java.util.List;

/**
 * What the rewriting of a network brought.
 *
 * @param model which model
 * @param rule how ranks were chosen
 * @param layers which layers were asked for
 * @param backend where times were measured
 * @param changes the layers that became factors
 * @param leftAlone layers that were asked for and stayed, with the reason
 * @param stages the networks as wholes
 */
public record RewriteReport(
    String model,
    String rule,
    String layers,
    String backend,
    List<LayerChange> changes,
    List<String> leftAlone,
    List<StageChange> stages) {
  public RewriteReport {
    changes = List.copyOf(changes);
    leftAlone = List.copyOf(leftAlone);
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
