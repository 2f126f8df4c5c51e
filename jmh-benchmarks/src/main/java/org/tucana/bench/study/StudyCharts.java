package org.tucana.bench.study;

import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.report.ChartPng;

/** The charts of a study as PNG. */
final class StudyCharts {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 460;

  /** Least distance of a precision from the edge, which lies on lines of one of so many parts. */
  private static final double MARGIN = 0.02;

  private static final int GRID = 20;

  /** The axis of time reaches so many times as far as the slowest model. */
  private static final double BEYOND = 1.15;

  /** Distinct to eyes that see red and green alike (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xD55E00),
          new Color(0x56B4E9));

  /** Of models beyond the colours. */
  private static final List<Marker> MARKERS =
      List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE);

  private StudyCharts() {}

  /** Average precision over milliseconds, a point a model: the best are above and to the left. */
  static byte[] precisionOverTime(FigureGroup accuracy, TimeRow.Table time, OverlapKind kind) {
    XYChart chart =
        chart(
            "AP of %s over time, %d pixels, batch %d"
                .formatted(kind == OverlapKind.BOX ? "boxes" : "masks", time.side(), time.batch()),
            "ms a picture",
            "AP");
    String figure = PrecisionFigures.name("AP", kind);
    double[] precision =
        accuracy.models().stream()
            .mapToDouble(model -> model.figures().get(figure).value())
            .toArray();
    double[] millis =
        accuracy.models().stream().mapToDouble(model -> time.millis(model.model())).toArray();
    setAxes(chart, millis, precision);
    for (int m = 0; m < millis.length; m++) {
      chart
          .addSeries(
              accuracy.models().get(m).model(),
              new double[] {millis[m]},
              new double[] {precision[m]})
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
          .setMarker(MARKERS.get(m / COLOURS.size() % MARKERS.size()))
          .setMarkerColor(colour(m));
    }
    int[] best = unbeaten(millis, precision);
    chart
        .addSeries(
            "unbeaten",
            Arrays.stream(best).mapToDouble(m -> millis[m]).toArray(),
            Arrays.stream(best).mapToDouble(m -> precision[m]).toArray())
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Color.GRAY);
    return ChartPng.of(chart);
  }

  /** Axes on which all points lie well within the frame. */
  private static void setAxes(XYChart chart, double[] millis, double[] precision) {
    double least = Arrays.stream(precision).min().orElseThrow();
    double most = Arrays.stream(precision).max().orElseThrow();
    chart.getStyler().setYAxisMin(Math.floor((least - MARGIN) * GRID) / GRID);
    chart.getStyler().setYAxisMax(Math.ceil((most + MARGIN) * GRID) / GRID);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(BEYOND * Arrays.stream(millis).max().orElseThrow());
  }

  /**
   * AP50 over milliseconds, a point for each number of proposals and a line for each model: solid
   * for proposals that overlap as the models' settings say, dashed for others.
   *
   * @param times of all proposals and models that the figures have
   */
  static byte[] proposals(ProposalRow.Table figures, ProposalTime.Table times, OverlapKind kind) {
    String figure = PrecisionFigures.name("AP50", kind);
    XYChart chart =
        chart(
            "AP50 of %s with fewer proposals, %d pixels"
                .formatted(kind == OverlapKind.BOX ? "boxes" : "masks", times.side()),
            "ms a picture",
            "AP50");
    setAxes(chart, millis(figures.rows(), times), precision(figures.rows(), figure));
    double own = figures.rows().getFirst().change().overlap();
    List<String> models =
        figures.rows().stream().map(row -> row.figures().model()).distinct().toList();
    List<Double> overlaps =
        figures.rows().stream().map(row -> row.change().overlap()).distinct().toList();
    for (int m = 0; m < models.size(); m++) {
      String model = models.get(m);
      for (double overlap : overlaps) {
        List<ProposalRow> line =
            figures.rows().stream()
                .filter(row -> row.figures().model().equals(model))
                .filter(row -> row.change().overlap() == overlap)
                .toList();
        chart
            .addSeries(
                overlap == own ? model : model + ", IoU " + overlap,
                millis(line, times),
                precision(line, figure))
            .setMarker(overlap == own ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND)
            .setMarkerColor(colour(m))
            .setLineStyle(overlap == own ? SeriesLines.SOLID : SeriesLines.DASH_DASH)
            .setLineColor(colour(m));
      }
    }
    return ChartPng.of(chart);
  }

  private static double[] millis(List<ProposalRow> rows, ProposalTime.Table times) {
    return rows.stream()
        .mapToDouble(row -> times.millis(row.change(), row.figures().model()))
        .toArray();
  }

  private static double[] precision(List<ProposalRow> rows, String figure) {
    return rows.stream().mapToDouble(row -> row.figures().figures().get(figure).value()).toArray();
  }

  /** The models than which no faster one is as precise, the fastest first. */
  static int[] unbeaten(double[] millis, double[] precision) {
    return IntStream.range(0, millis.length)
        .filter(m ->
            IntStream.range(0, millis.length)
                .noneMatch(other ->
                    other != m && millis[other] <= millis[m] && precision[other] >= precision[m]))
        .boxed()
        .sorted(Comparator.comparingDouble(m -> millis[m]))
        .mapToInt(Integer::intValue)
        .toArray();
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
    chart.getStyler().setYAxisDecimalPattern("0.00");
    return chart;
  }
}
