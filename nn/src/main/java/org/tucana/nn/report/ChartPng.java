package org.tucana.nn.report;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as the bytes of PNG pictures. */
public final class ChartPng {
  private ChartPng() {}

  /**
   * The picture at the chart's own size.
   *
   * @throws org.tucana.core.type.TucanaException where words cannot be drawn
   */
  public static byte[] of(Chart<?, ?> chart) {
    Fonts.require("chart");
    return PngBytes.of(BitmapEncoder.getBufferedImage(chart));
  }
}
