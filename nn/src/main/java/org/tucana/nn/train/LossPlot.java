package org.tucana.nn.train;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tucana.nn.report.ChartPng;

/** Draws losses over steps as a PNG. */
final class LossPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  /** A longer run is drawn as means over equal runs of steps. */
  private static final int MOST_POINTS = 400;

  private LossPlot() {}

  /** The picture's bytes; needs at least one step. */
  static byte[] png(List<TrainStep> steps) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Training losses")
            .xAxisTitle("step")
            .yAxisTitle("loss")
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisDecimalPattern("0");
    style.setXAxisMin(0.0);
    add(chart, "total", steps, TrainStep::total);
    Set<String> names = new LinkedHashSet<>();
    steps.forEach(s -> names.addAll(s.losses().keySet()));
    if (names.size() > 1) {
      names.forEach(name -> add(chart, name, steps, s -> s.losses().getOrDefault(name, 0.0)));
    }
    return ChartPng.of(chart);
  }

  private static void add(
      XYChart chart, String name, List<TrainStep> steps, ToDoubleFunction<TrainStep> value) {
    int points = Math.min(MOST_POINTS, steps.size());
    List<Double> x = new ArrayList<>(points);
    List<Double> y = new ArrayList<>(points);
    for (int p = 0; p < points; p++) {
      List<TrainStep> bin =
          steps.subList(
              (int) ((long) p * steps.size() / points),
              (int) ((long) (p + 1) * steps.size() / points));
      x.add(bin.stream().mapToLong(TrainStep::step).average().orElseThrow());
      y.add(bin.stream().mapToDouble(value).average().orElseThrow());
    }
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
  }
}
