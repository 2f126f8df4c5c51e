package org.tucana.astro.threshold;

import java.util.Arrays;
import org.tucana.nn.metric.Median;

/**
 * One number for each cell of a picture, row by row.
 *
 * @param rows cells above each other
 * @param columns cells beside each other
 * @param values one a cell; NaN where it is not known
 */
record Mesh(int rows, int columns, double[] values) {
  /** Cells that are not known take the mean of their neighbours, from the known ones outwards. */
  Mesh filled() {
    double[] known = values;
    while (Arrays.stream(known).anyMatch(Double::isNaN)
        && Arrays.stream(known).anyMatch(v -> !Double.isNaN(v))) {
      Mesh before = new Mesh(rows, columns, known);
      known = new double[values.length];
      for (int i = 0; i < known.length; i++) {
        known[i] =
            Double.isNaN(before.values[i])
                ? Arrays.stream(before.known(i)).average().orElse(Double.NaN)
                : before.values[i];
      }
    }
    return new Mesh(rows, columns, known);
  }

  /**
   * Each cell the median of its 3x3 cells; at a border, where a side is missing, the window is one
   * cell wide across it, so that no cell leans inwards.
   */
  Mesh smoothed() {
    double[] medians = new double[values.length];
    for (int i = 0; i < medians.length; i++) {
      int row = i / columns;
      int column = i % columns;
      int vertical = row > 0 && row < rows - 1 ? 1 : 0;
      int horizontal = column > 0 && column < columns - 1 ? 1 : 0;
      medians[i] = Median.of(window(i, vertical, horizontal));
    }
    return new Mesh(rows, columns, medians);
  }

  /** The known values of a cell and of those that touch it. */
  private double[] known(int cell) {
    return Arrays.stream(window(cell, 1, 1)).filter(v -> !Double.isNaN(v)).toArray();
  }

  /** The values of the cells within a distance of a cell, of those that there are. */
  private double[] window(int cell, int vertical, int horizontal) {
    int row = cell / columns;
    int column = cell % columns;
    double[] window = new double[(2 * vertical + 1) * (2 * horizontal + 1)];
    int n = 0;
    for (int y = Math.max(0, row - vertical); y <= Math.min(rows - 1, row + vertical); y++) {
      for (int x = Math.max(0, column - horizontal);
          x <= Math.min(columns - 1, column + horizontal);
          x++) {
        window[n++] = values[y * columns + x];
      }
    }
    return Arrays.copyOf(window, n);
  }

  double median() {
    return Median.of(values);
  }

  double least() {
    return Arrays.stream(values).min().orElseThrow();
  }

  /**
   * The bicubic spline through the cells' centres at every pixel of a picture, row by row.
   *
   * @param cell rows and columns of a cell
   */
  float[] interpolated(int height, int width, int cell) {
    NaturalSpline[] downwards = new NaturalSpline[columns];
    for (int x = 0; x < columns; x++) {
      double[] column = new double[rows];
      for (int y = 0; y < rows; y++) {
        column[y] = values[y * columns + x];
      }
      downwards[x] = new NaturalSpline(column);
    }
    float[] pixels = new float[height * width];
    for (int y = 0; y < height; y++) {
      double t = (y + 0.5) / cell - 0.5;
      double[] row = new double[columns];
      for (int x = 0; x < columns; x++) {
        row[x] = downwards[x].at(t);
      }
      NaturalSpline across = new NaturalSpline(row);
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (float) across.at((x + 0.5) / cell - 0.5);
      }
    }
    return pixels;
  }
}
