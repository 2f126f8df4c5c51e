package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import org.tucana.nn.metric.Estimate;

/**
 * What a length of training reached.
 *
 * @param length its label
 * @param kind normal, or the name of what else was trained
 * @param seconds of training, each step as long as the middle one of its neighbours; NaN where no
 *     log lies beside the model
 * @param figures on the simulated pictures of all sets
 */
record LengthRow(String length, String kind, double seconds, Map<String, Estimate> figures) {
  /**
   * The result of the section.
   *
   * @param rows in the order of the options
   */
  record Table(List<LengthRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
