package org.tucana.bench.study;

import java.util.List;
import org.tucana.nn.metric.Estimate;

/**
 * A published residual network, as it is and compact, on one picture of 224 x 224.
 *
 * @param architecture {@code resnet18} or the like
 * @param normalMillis median milliseconds of the normal one
 * @param compactMillis median milliseconds of the compact one
 * @param share compact over normal, the median over turns of the ratio within a turn
 * @param multiplyAddShare multiplications and additions of the compact one as a share of the normal
 *     one's, by the torchstat convention
 */
record ClassifierRow(
    String architecture,
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

  boolean meetsAim() {
    return gain() >= AIM;
  }

  /**
   * The result of the section.
   *
   * @param rows by depth
   */
  record Table(List<ClassifierRow> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }
}
