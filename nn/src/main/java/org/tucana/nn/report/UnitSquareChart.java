package org.tucana.nn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of one share over another: both axes run from 0 to 1. */
public final class UnitSquareChart {
  private static final int WIDTH = 570;

  /** Without the names of the lines, which stand below. */
  private static final int HEIGHT = 450;

  private static final int HEIGHT_OF_NAME = 20;

  /** Distinct to eyes that see red and green alike (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xE69F00),
          new Color(0x0072B2),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xD55E00),
          new Color(0xB8A800));

  private static final Color GREY = new Color(0x8A949E);
  private static final float[] DASHES = {7, 5};

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Line> lines = new ArrayList<>();
  private int coloured;

  /** An empty chart. */
  public UnitSquareChart(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  private record Line(
      String name, double[] x, double[] y, Color colour, BasicStroke stroke, Marker marker) {}

  /** A curve in a colour of its own. */
  public UnitSquareChart line(String name, double[] x, double[] y) {
    return add(name, x, y, nextColour(), new BasicStroke(2), SeriesMarkers.NONE);
  }

  /** The curve that sums the others up: black and broad. */
  public UnitSquareChart mainLine(String name, double[] x, double[] y) {
    return add(name, x, y, Color.BLACK, new BasicStroke(3.2f), SeriesMarkers.NONE);
  }

  /** What the others are compared with: black and dashed. */
  public UnitSquareChart otherLine(String name, double[] x, double[] y) {
    return add(name, x, y, Color.BLACK, dashed(2.2f), SeriesMarkers.NONE);
  }

  /** A curve in a colour of its own, with its points marked. */
  public UnitSquareChart points(String name, double[] x, double[] y) {
    return add(name, x, y, nextColour(), new BasicStroke(2), SeriesMarkers.CIRCLE);
  }

  /** The line from (0, 0) to (1, 1), grey. */
  public UnitSquareChart diagonal(String name) {
    double[] ends = {0, 1};
    return add(name, ends, ends, GREY, dashed(1.4f), SeriesMarkers.NONE);
  }

  private Color nextColour() {
    return COLOURS.get(coloured++ % COLOURS.size());
  }

  private static BasicStroke dashed(float width) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0);
  }

  private UnitSquareChart add(
      String name, double[] x, double[] y, Color colour, BasicStroke stroke, Marker marker) {
    lines.add(new Line(name, x, y, colour, stroke, marker));
    return this;
  }

  /** The chart as a PNG; needs at least one line. */
  public byte[] png() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT + HEIGHT_OF_NAME * lines.size())
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    // Names may be long, and two charts are to stand side by side.
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendLayout(Styler.LegendLayout.Vertical);
    style.setXAxisMin(0.0).setXAxisMax(1.0);
    style.setYAxisMin(0.0).setYAxisMax(1.0);
    style.setXAxisDecimalPattern("0.0");
    style.setYAxisDecimalPattern("0.0");
    for (Line line : lines) {
      chart
          .addSeries(line.name, line.x, line.y)
          .setMarker(line.marker)
          .setMarkerColor(line.colour)
          .setLineColor(line.colour)
          .setLineStyle(line.stroke);
    }
    return ChartPng.of(chart);
  }
}
