package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.nn.metric.Estimate;

/**
 * How long a model takes for a picture.
 *
 * @param model its name
 * @param turns milliseconds a picture, turn after turn
 * @param millis their median
 * @param share its time as a share of the reference's, the median over turns of the ratio within a
 *     turn
 * @param stages median milliseconds a picture in each part; empty where that cannot be told
 * @param joules median energy of the processors a picture; NaN where the machine does not tell
 * @param regions that a picture had on average; NaN where that is not known
 * @param masks objects that were outlined in a picture on average; NaN likewise
 */
record TimeRow(
    String model,
    List<Double> turns,
    double millis,
    Estimate share,
    Map<String, Double> stages,
    double joules,
    double regions,
    double masks) {
  TimeRow {
    turns = List.copyOf(turns);
  }

  /** Whether the machine told the energy. */
  boolean tellsEnergy() {
    return !Double.isNaN(joules);
  }

  /**
   * Times of all models in the same turns.
   *
   * @param side rows and columns of the pictures
   * @param batch pictures that go through the networks at once
   * @param pictures how many different ones
   * @param machine what the times depend on, by name
   * @param rows a model each, the reference first, then the peer where it ran
   * @param peer why the peer did not run; empty where it did or was not asked
   */
  record Table(
      int side,
      int batch,
      int pictures,
      Map<String, String> machine,
      List<TimeRow> rows,
      String peer) {
    Table {
      rows = List.copyOf(rows);
    }

    /** A model's row; empty where there is none. */
    Optional<TimeRow> row(String model) {
      return rows.stream().filter(row -> row.model.equals(model)).findFirst();
    }

    /** A model's milliseconds a picture. */
    double millis(String model) {
      return row(model).orElseThrow().millis;
    }
  }
}
