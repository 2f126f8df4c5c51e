package org.tucana.bench.study;

import java.util.List;
import org.tucana.decomposition.tables.PublishedNetwork.Form;
import org.tucana.nn.metric.Estimate;

/**
 * A published residual network, as it is and with factors, on one picture of 224 x 224.
 *
 * @param architecture {@code resnet18} or the like
 * @param form which of its layers are factors
 * @param normalMillis median milliseconds of the normal one
 * @param compactMillis median milliseconds of the one with factors
 * @param share its time over the normal one's, the median over turns of the ratio within a turn
 * @param multiplyAddShare its multiplications and additions as a share of the normal one's, by the
 *     torchstat convention
 */
record ClassifierRow(
    String architecture,
    Form form,
    double normalMillis,
    double compactMillis,
    Estimate share,
    double multiplyAddShare) {
  /** The share of the arithmetic saved that is to be saved of the time. */
  static final double AIM = 0.6;

  /** Time saved as a share of the arithmetic saved. */
  double gain() {
    return (1 - share.value()) / (1 - multiplyAddShare);
  }

  /** Whether the aim is for this form: the published one. */
  boolean isJudged() {
    return form == Form.COMPACT;
  }

  /**
   * The result of the section.
   *
   * @param rows by depth, the published form first
   */
  record Table(List<ClassifierRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
