package org.tucana.bench.peak;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tucana.nn.report.ChartPng;

/**
 * Works under the machine's roofs, both axes logarithmic: how many operations a work does with a
 * byte, and how many a second. Source: Williams, Waterman and Patterson, "Roofline", CACM 52(4),
 * 2009.
 *
 * @param peak the roofs
 * @param points the works
 */
public record RooflineChart(MachinePeak peak, List<Point> points) {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 640;
  private static final int HEIGHT_OF_NAME = 22;
  private static final int ROOF_STEPS = 200;
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  /**
   * A work.
   *
   * @param name of it
   * @param intensity operations a byte
   * @param gigaflops 10^9 operations a second that it reached
   */
  public record Point(String name, double intensity, double gigaflops) {}

  public RooflineChart {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("roofline: at least one work wanted, got none");
    }
  }

  /** The picture's bytes. */
  public byte[] png() {
    DoubleSummaryStatistics intensities =
        points.stream().mapToDouble(Point::intensity).summaryStatistics();
    double low = decadeBelow(Math.min(1, intensities.getMin()));
    double high = 2 * Math.max(100, intensities.getMax());
    DoubleSummaryStatistics rates =
        points.stream().mapToDouble(Point::gigaflops).summaryStatistics();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(Math.max(HEIGHT, HEIGHT_OF_NAME * (points.size() + 5)))
            .title(
                String.format(
                    Locale.ROOT,
                    "Roofline of %d threads: %.0f GF/s, triad %.1f GB/s",
                    peak.threads(),
                    peak.gigaflops(),
                    peak.gigabytesPerSecond()))
            .xAxisTitle("operations a byte")
            .yAxisTitle("GF/s by the plain formula")
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisLogarithmic(true);
    style.setYAxisLogarithmic(true);
    style.setXAxisMin(low).setXAxisMax(high);
    // Only whole decades have labels.
    style.setYAxisMin(decadeBelow(Math.min(rates.getMin(), peak.roof(low))));
    style.setYAxisMax(10 * decadeBelow(Math.max(rates.getMax(), peak.gigaflops())));
    style.setLegendPosition(Styler.LegendPosition.OutsideE);
    style.setLegendLayout(Styler.LegendLayout.Vertical);
    addRoof(chart, low, high);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      chart
          .addSeries(point.name, new double[] {point.intensity}, new double[] {point.gigaflops})
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
          .setMarker(MARKERS.get(i % MARKERS.size()))
          .setMarkerColor(Color.getHSBColor((float) i / points.size(), 0.9f, 0.75f));
    }
    return ChartPng.of(chart);
  }

  private static double decadeBelow(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  private void addRoof(XYChart chart, double low, double high) {
    double[] intensities = new double[ROOF_STEPS + 1];
    Arrays.setAll(intensities, i -> low * Math.pow(high / low, (double) i / ROOF_STEPS));
    chart
        .addSeries("roof", intensities, Arrays.stream(intensities).map(peak::roof).toArray())
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Color.BLACK)
        .setLineStyle(new BasicStroke(2));
  }
}
