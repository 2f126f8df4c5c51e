package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import org.tucana.nn.metric.Difference;

/**
 * What a model finds with some proposals.
 *
 * @param change the proposals
 * @param figures the model's, and by how much they exceed the reference's with the same proposals
 * @param changes its own figures less those with the settings as they are; none of these
 */
record ProposalRow(ProposalChange change, ModelFigures figures, Map<String, Difference> changes) {

  /**
   * The result of the section.
   *
   * @param pictures their number
   * @param objects number of true objects
   * @param rows by proposals, the settings as they are first, then by model, the reference first
   */
  record Table(int pictures, int objects, List<ProposalRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
