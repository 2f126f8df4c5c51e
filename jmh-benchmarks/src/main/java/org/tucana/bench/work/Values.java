package org.tucana.bench.work;

import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/** Inputs of works: times do not depend on their values, except that zeros and subnormals do. */
public final class Values {
  private static final long SEED = 1;
  private static final double SMALLEST_SIDE = 8;

  private Values() {}

  /** What the name of a work on several pictures says of their number. */
  public static String batchSuffix(int batch) {
    return batch == 1 ? "" : "-batch" + batch;
  }

  /** What a name says of a picture's size: {@code 256}, or {@code 800x1088}. */
  static String size(int rows, int columns) {
    return rows == columns ? "" + rows : rows + "x" + columns;
  }

  /** Boxes [n,4] inside a picture, with sides of 8 pixels to half the picture's. */
  static HostTensor boxes(int count, int rows, int columns) {
    Philox random = new RandomKey(SEED, "benchmark boxes", 0).stream();
    float[] xyxy = new float[4 * count];
    for (int i = 0; i < count; i++) {
      place(random, columns, xyxy, 4 * i);
      place(random, rows, xyxy, 4 * i + 1);
    }
    return HostTensor.of(Shape.of(count, 4), xyxy);
  }

  /** One axis of a box: its lower end, and its upper one two places further. */
  private static void place(Philox random, int length, float[] xyxy, int at) {
    double side = random.nextDouble(SMALLEST_SIDE, Math.max(SMALLEST_SIDE + 1, length / 2.0));
    double low = random.nextDouble(0, length - side);
    xyxy[at] = (float) low;
    xyxy[at + 2] = (float) (low + side);
  }

  /** Uniform numbers in [0, 1), the same at every call. */
  static HostTensor uniform(String purpose, int... dims) {
    Shape shape = Shape.of(dims);
    Philox random = new RandomKey(SEED, "benchmark " + purpose, 0).stream();
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return HostTensor.of(shape, values);
  }
}
