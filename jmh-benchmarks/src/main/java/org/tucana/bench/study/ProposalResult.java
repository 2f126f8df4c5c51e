package org.tucana.bench.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What fewer proposals cost and bring.
 *
 * @param figures what models find with them
 * @param times what they take with them
 */
record ProposalResult(Optional<ProposalRow.Table> figures, Optional<ProposalTime.Table> times) {
  /** Both; empty where there is neither. */
  static Optional<ProposalResult> of(
      Optional<ProposalRow.Table> figures, Optional<ProposalTime.Table> times) {
    return figures.isEmpty() && times.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProposalResult(figures, times));
  }

  /** By name, for programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    figures.ifPresent(found -> map.put("figures", found));
    times.ifPresent(found -> map.put("times", found));
    return map;
  }
}
