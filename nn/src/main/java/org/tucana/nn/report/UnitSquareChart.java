package org.tucana.nn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of one share over another: both axes run from 0 to 1. */
public final class UnitSquareChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;

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

  private final XYChart chart;
  private int coloured;

  /** An empty chart. */
  public UnitSquareChart(String title, String xAxis, String yAxis) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setLegendPosition(Styler.LegendPosition.OutsideE);
    style.setXAxisMin(0.0).setXAxisMax(1.0);
    style.setYAxisMin(0.0).setYAxisMax(1.0);
    style.setXAxisDecimalPattern("0.0");
    style.setYAxisDecimalPattern("0.0");
  }

  /** A curve in a colour of its own. */
  public UnitSquareChart line(String name, double[] x, double[] y) {
    add(name, x, y, nextColour(), new BasicStroke(2));
    return this;
  }

  /** The curve that sums the others up: black and broad. */
  public UnitSquareChart mainLine(String name, double[] x, double[] y) {
    add(name, x, y, Color.BLACK, new BasicStroke(3.2f));
    return this;
  }

  /** What the others are compared with: black and dashed. */
  public UnitSquareChart otherLine(String name, double[] x, double[] y) {
    add(name, x, y, Color.BLACK, dashed(2.2f));
    return this;
  }

  /** A curve in a colour of its own, with its points marked. */
  public UnitSquareChart points(String name, double[] x, double[] y) {
    Color colour = nextColour();
    add(name, x, y, colour, new BasicStroke(2))
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(colour);
    return this;
  }

  /** The line from (0, 0) to (1, 1), grey. */
  public UnitSquareChart diagonal(String name) {
    add(name, new double[] {0, 1}, new double[] {0, 1}, GREY, dashed(1.4f));
    return this;
  }

  private Color nextColour() {
    return COLOURS.get(coloured++ % COLOURS.size());
  }

  private static BasicStroke dashed(float width) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0);
  }

  private XYSeries add(String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(stroke);
    return series;
  }

  /** The chart as a PNG; needs at least one line. */
  public byte[] png() {
    return ChartPng.of(chart);
  }
}
