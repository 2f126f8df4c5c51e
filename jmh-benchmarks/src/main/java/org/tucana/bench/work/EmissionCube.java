package org.tucana.bench.work;

import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/**
 * A cube like those of radio telescopes: six components, Gaussian in three axes, whose place in the
 * sky drifts with velocity, and noise of deviation 0.05.
 */
final class EmissionCube {
  private static final int COMPONENTS = 6;
  private static final double NOISE = 0.05;

  private EmissionCube() {}

  /**
   * The same cube at every call.
   *
   * @param shape velocity, rows, columns
   * @param nonnegative whether noise below zero is cut off
   */
  static HostTensor of(Shape shape, boolean nonnegative) {
    int planes = shape.dim(0);
    int rows = shape.dim(1);
    int columns = shape.dim(2);
    Philox random = new RandomKey(0, "emission cube", 0).stream();
    double[] values = new double[shape.elements()];
    for (int c = 0; c < COMPONENTS; c++) {
      double height = random.nextDouble(0.5, 1.5);
      double plane = random.nextDouble(0.2, 0.8) * planes;
      double row = random.nextDouble(0.2, 0.8) * rows;
      double column = random.nextDouble(0.2, 0.8) * columns;
      double planeWidth = random.nextDouble(0.1, 0.3) * planes;
      double rowWidth = random.nextDouble(0.03, 0.12) * rows;
      double columnWidth = random.nextDouble(0.03, 0.12) * columns;
      double rowDrift = random.nextDouble(-0.2, 0.2) * rows / planes;
      double columnDrift = random.nextDouble(-0.2, 0.2) * columns / planes;
      for (int i = 0; i < planes; i++) {
        double away = i - plane;
        double[] alongRows = bell(rows, row + rowDrift * away, rowWidth);
        double[] alongColumns = bell(columns, column + columnDrift * away, columnWidth);
        double here = height * Math.exp(-square(away / planeWidth) / 2);
        for (int j = 0; j < rows; j++) {
          int start = (i * rows + j) * columns;
          for (int k = 0; k < columns; k++) {
            values[start + k] += here * alongRows[j] * alongColumns[k];
          }
        }
      }
    }
    float[] noisy = new float[values.length];
    for (int i = 0; i < noisy.length; i++) {
      double value = values[i] + NOISE * random.nextGaussian();
      noisy[i] = (float) (nonnegative ? Math.max(0, value) : value);
    }
    return HostTensor.of(shape, noisy);
  }

  private static double[] bell(int length, double centre, double width) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = Math.exp(-square((i - centre) / width) / 2);
    }
    return values;
  }

  private static double square(double x) {
    return x * x;
  }
}
