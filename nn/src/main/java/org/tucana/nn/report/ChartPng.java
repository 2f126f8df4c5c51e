package org.tucana.nn.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as the bytes of PNG pictures. */
public final class ChartPng {
  private ChartPng() {}

  /** The picture at the chart's own size. */
  public static byte[] of(Chart<?, ?> chart) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("chart: cannot be encoded in memory", e);
    }
  }
}
