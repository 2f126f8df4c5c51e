package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import org.tucana.nn.metric.Estimate;

/**
 * How long a model takes for a picture with some proposals.
 *
 * @param change the proposals
 * @param time the model's; its share is that of the reference's time with the same proposals, which
 *     is what the networks bring
 * @param ofOwn as a share of the model's own time with the settings as they are, which is what the
 *     proposals bring: the median over turns of the ratio within a turn
 */
record ProposalTime(ProposalChange change, TimeRow time, Estimate ofOwn) {

  /**
   * Times of all models with all proposals in the same turns, one picture at a time.
   *
   * @param side rows and columns of the pictures
   * @param pictures how many different ones
   * @param machine what the times depend on, by name
   * @param rows by proposals, the settings as they are first, then by model, the reference first
   */
  record Table(int side, int pictures, Map<String, String> machine, List<ProposalTime> rows) {
    Table {
      rows = List.copyOf(rows);
    }

    /** Milliseconds a picture of a model with some proposals, which are among these. */
    double millis(ProposalChange change, String model) {
      return rows.stream()
          .filter(row -> row.change.equals(change) && row.time.model().equals(model))
          .findFirst()
          .orElseThrow()
          .time
          .millis();
    }
  }
}
