package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import org.tucana.nn.metric.Difference;

/**
 * What noise does to a model.
 *
 * @param pictures what was looked at
 * @param sigma deviation of the noise, of samples in 0..255; 0 is none
 * @param cases number of pictures
 * @param figures the model's, and by how much they exceed the reference's under the same noise
 * @param losses its own figures under noise less those without; none where sigma is 0
 */
record NoiseRow(
    String pictures,
    double sigma,
    int cases,
    ModelFigures figures,
    Map<String, Difference> losses) {

  /**
   * The result of the section.
   *
   * @param rows by pictures, then by noise, then by model
   */
  record Table(List<NoiseRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
