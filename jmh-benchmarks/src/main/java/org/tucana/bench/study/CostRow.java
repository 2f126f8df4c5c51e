package org.tucana.bench.study;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.nn.cost.Counts;

/**
 * What a model costs for one picture.
 *
 * @param model its name
 * @param bytes length of its file
 * @param torchstat by the convention of published tables, which counts a head that runs over
 *     several levels of the pyramid once, at the coarsest
 * @param operators every operator that runs
 */
record CostRow(String model, long bytes, Counts torchstat, Cost operators) {

  /**
   * The result of the section.
   *
   * @param side rows and columns of the picture
   * @param regions that pass through the box head
   * @param masks objects that are outlined
   * @param rows a model each
   */
  record Table(int side, int regions, int masks, List<CostRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
