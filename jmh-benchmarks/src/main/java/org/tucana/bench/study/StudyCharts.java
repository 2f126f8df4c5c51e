package org.tucana.bench.study;

import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.report.ChartPng;

/** The charts of a study as PNG. */
final class StudyCharts {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 460;

  /** Distinct to eyes that see red and green alike (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xD55E00),
          new Color(0x56B4E9));

  private StudyCharts() {}

  /** Average precision over milliseconds, a point a model: the best are above and to the left. */
  static byte[] precisionOverTime(FigureGroup accuracy, TimeRow.Table time, OverlapKind kind) {
    XYChart chart =
        chart(
            "AP of %s over time, %d pixels, batch %d"
                .formatted(kind == OverlapKind.BOX ? "boxes" : "masks", time.side(), time.batch()),
            "ms a picture",
            "AP");
    chart.getStyler().setXAxisMin(0.0);
    for (int m = 0; m < accuracy.models().size(); m++) {
      ModelFigures model = accuracy.models().get(m);
      Estimate precision = model.figures().get(PrecisionFigures.name("AP", kind));
      double millis =
          time.rows().stream()
              .filter(row -> row.model().equals(model.model()))
              .findFirst()
              .orElseThrow()
              .millis();
      XYSeries series =
          chart.addSeries(model.model(), new double[] {millis}, new double[] {precision.value()});
      series
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
          .setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(colour(m));
    }
    return ChartPng.of(chart);
  }

  /** A figure over the deviation of the noise, a line a model. */
  static byte[] noise(NoiseRow.Table noise, String pictures, String figure) {
    XYChart chart =
        chart(
            StudyTables.words(figure) + " of " + pictures + " under noise",
            "sigma of the noise, of 255",
            StudyTables.words(figure));
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<NoiseRow> own =
        noise.rows().stream().filter(row -> row.pictures().equals(pictures)).toList();
    List<String> models = own.stream().map(row -> row.figures().model()).distinct().toList();
    for (int m = 0; m < models.size(); m++) {
      String model = models.get(m);
      List<NoiseRow> rows =
          own.stream()
              .filter(row -> row.figures().model().equals(model))
              .filter(row -> !Double.isNaN(row.figures().figures().get(figure).value()))
              .toList();
      if (!rows.isEmpty()) {
        chart
            .addSeries(
                model,
                rows.stream().mapToDouble(NoiseRow::sigma).toArray(),
                rows.stream()
                    .mapToDouble(row -> row.figures().figures().get(figure).value())
                    .toArray())
            .setMarker(SeriesMarkers.CIRCLE)
            .setMarkerColor(colour(m))
            .setLineColor(colour(m));
      }
    }
    return ChartPng.of(chart);
  }

  private static Color colour(int model) {
    return COLOURS.get(model % COLOURS.size());
  }

  private static XYChart chart(String title, String xAxis, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    return chart;
  }
}
