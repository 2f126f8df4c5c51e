package org.tucana.decomposition.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.nn.report.ChartPng;

/** The pictures of reports, as PNG. */
final class Charts {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 460;

  /** How far above its marker a name stands, as a part of the plot's height. */
  private static final double LABEL_LIFT = 0.04;

  private static final Color BEFORE = new Color(0x9A, 0xA5, 0xB1);
  private static final Color AFTER = new Color(0x1F, 0x77, 0xB4);

  private Charts() {}

  /** Two bars a layer, before and after. */
  static byte[] pairs(
      String title,
      String axis,
      List<LayerChange> changes,
      ToDoubleFunction<LayerChange> before,
      ToDoubleFunction<LayerChange> after) {
    return pairs(title, axis, changes, "before", before, "after", after);
  }

  /** Two bars a layer. */
  static byte[] pairs(
      String title,
      String axis,
      List<LayerChange> changes,
      String firstName,
      ToDoubleFunction<LayerChange> first,
      String secondName,
      ToDoubleFunction<LayerChange> second) {
    CategoryChart chart = bars(title, axis);
    List<String> names = labels(changes);
    chart
        .addSeries(firstName, names, changes.stream().mapToDouble(first).boxed().toList())
        .setFillColor(BEFORE);
    chart
        .addSeries(secondName, names, changes.stream().mapToDouble(second).boxed().toList())
        .setFillColor(AFTER);
    return ChartPng.of(chart);
  }

  /** One bar a layer. */
  static byte[] single(
      String title, String axis, List<LayerChange> changes, ToDoubleFunction<LayerChange> value) {
    CategoryChart chart = bars(title, axis);
    chart.getStyler().setLegendVisible(false);
    chart
        .addSeries(axis, labels(changes), changes.stream().mapToDouble(value).boxed().toList())
        .setFillColor(AFTER);
    return ChartPng.of(chart);
  }

  /** Named points, a marker each; the names stand beside those of the first series. */
  static byte[] points(String title, String xAxis, String yAxis, Map<String, List<Point>> series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendLayout(Styler.LegendLayout.Horizontal);
    style.setYAxisMin(0.0);
    series.forEach((name, points) ->
        chart
            .addSeries(
                name,
                points.stream().map(Point::x).toList(),
                points.stream().map(Point::y).toList())
            .setMarker(SeriesMarkers.CIRCLE));
    List<Point> named = series.values().iterator().next();
    double top =
        series.values().stream().flatMap(List::stream).mapToDouble(Point::y).max().orElse(0);
    named.forEach(p ->
        chart.addAnnotation(new AnnotationText(p.name(), p.x(), p.y() + LABEL_LIFT * top, false)));
    return ChartPng.of(chart);
  }

  /** A point of a plot. */
  record Point(String name, double x, double y) {}

  /** Names of layers without the modules that they all lie in. */
  private static List<String> labels(List<LayerChange> changes) {
    List<String> names = changes.stream().map(LayerChange::name).toList();
    String first = names.getFirst();
    int common = 0;
    for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
      String prefix = first.substring(0, dot + 1);
      if (names.stream().allMatch(name -> name.startsWith(prefix))) {
        common = prefix.length();
      }
    }
    int skipped = common;
    return names.stream().map(name -> name.substring(skipped)).toList();
  }

  private static CategoryChart bars(String title, String axis) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(axis)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }
}
