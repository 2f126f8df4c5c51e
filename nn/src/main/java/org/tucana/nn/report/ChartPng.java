package org.tucana.nn.report;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as the bytes of PNG pictures. */
public final class ChartPng {
  private ChartPng() {}

  /** The picture at the chart's own size. */
  public static byte[] of(Chart<?, ?> chart) {
    return PngBytes.of(BitmapEncoder.getBufferedImage(chart));
  }
}
