package org.tucana.nn.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** One bar a count, as a PNG. */
public final class CountChart {
  private static final int WIDTH = 570;
  private static final int HEIGHT = 450;
  private static final Color BAR = new Color(0x56B4E9);

  private CountChart() {}

  /**
   * The chart.
   *
   * @param labels one a bar
   * @param counts the bars
   */
  public static byte[] of(
      String title, String xAxis, String yAxis, List<String> labels, int[] counts) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisDecimalPattern("0");
    chart.getStyler().setAvailableSpaceFill(0.95);
    chart.addSeries(yAxis, labels, Arrays.stream(counts).boxed().toList()).setFillColor(BAR);
    return ChartPng.of(chart);
  }
}
