package org.tucana.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.type.Shape;

/** Normalisation, pooling and resizing. */
class ReferenceNetworkTest {
  private final Desk desk = new Desk();

  @Test
  void batchNormByHand() {
    // Two channels of two pictures: 1, 3 (mean 2, variance 1) and 10, 10 (variance 0).
    Operand x = desk.put(Shape.of(2, 2), 1, 10, 3, 10);
    Operand y = desk.empty(2, 2);
    Operand mean = desk.empty(2);
    Operand inverse = desk.empty(2);
    Operand scale = desk.vector(5, 7);
    Operand shift = desk.vector(0.5, 0.25);
    desk.kernels().normalization().train(3, x, scale, shift, y, mean, inverse);
    assertArrayEquals(new double[] {2, 10}, desk.read(mean));
    assertArrayEquals(new double[] {0.5, 1 / Math.sqrt(3)}, desk.read(inverse));
    assertArrayEquals(new double[] {-2, 0.25, 3, 0.25}, desk.read(y));
    Operand again = desk.empty(2, 2);
    desk.kernels().normalization().inference(3, x, scale, shift, mean, desk.vector(1, 0), again);
    assertArrayEquals(desk.read(y), desk.read(again));
  }

  /** A shift or a stretch of a channel changes nothing, so dx is orthogonal to both. */
  @Test
  void batchNormGradientIgnoresShiftAndStretch() {
    Operand x = desk.random(1, 4, 1, 5, 3);
    Operand y = desk.empty(4, 1, 5, 3);
    Operand mean = desk.empty(1);
    Operand inverse = desk.empty(1);
    Operand scale = desk.vector(1.5);
    desk.kernels().normalization().train(0, x, scale, desk.vector(0), y, mean, inverse);
    Operand dx = desk.empty(4, 1, 5, 3);
    Operand dy = desk.random(2, 4, 1, 5, 3);
    Operand dScale = desk.empty(1);
    Operand dShift = desk.empty(1);
    desk.kernels().normalization().trainGradient(x, scale, mean, inverse, dy, dx, dScale, dShift);
    double sum = 0;
    for (double d : desk.read(dx)) {
      sum += d;
    }
    assertEquals(0, sum, 1e-13);
    assertEquals(0, desk.dot(dx, x), 1e-13);
    assertEquals(desk.dot(dy, y), 1.5 * desk.read(dScale)[0], 1e-13);
  }

  @Test
  void maximumTakesTheFirstOfEquals() {
    Operand x = desk.put(Shape.of(1, 1, 3, 4), 5, 5, 1, 2, 5, 4, 2, 2, 0, 9, -1, -2);
    Operand y = desk.empty(1, 1, 2, 2);
    Operand places = desk.emptyInts(1, 1, 2, 2);
    desk.kernels().pooling().maximum(new PoolGeometry(3, 2, 1), x, y, places);
    assertArrayEquals(new double[] {5, 5, 9, 9}, desk.read(y));
    assertArrayEquals(new double[] {0, 1, 9, 9}, desk.read(places));
    Operand dx = desk.empty(1, 1, 3, 4);
    desk.kernels().pooling().maximumGradient(desk.ramp(1, 1, 2, 2), places, dx);
    assertArrayEquals(new double[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0}, desk.read(dx));
  }

  @Test
  void averageWindowsShareCellsWhereSizesDoNotDivide() {
    // 5 to 3: columns 0-1, 1-3 and 3-4.
    Operand x = desk.put(Shape.of(1, 1, 1, 5), 0, 2, 4, 6, 10);
    Operand y = desk.empty(1, 1, 1, 3);
    desk.kernels().pooling().adaptiveAverage(x, y);
    assertArrayEquals(new double[] {1, 4, 8}, desk.read(y));
    Operand dx = desk.empty(1, 1, 1, 5);
    desk.kernels().pooling().adaptiveAverageGradient(desk.put(Shape.of(1, 1, 1, 3), 2, 3, 4), dx);
    assertArrayEquals(new double[] {1, 2, 1, 3, 2}, desk.read(dx));
  }

  @Test
  void nearestRepeatsAndDrops() {
    Operand y = desk.empty(1, 1, 1, 7);
    desk.kernels().resize().nearest(desk.ramp(1, 1, 1, 3), y);
    assertArrayEquals(new double[] {0, 0, 0, 1, 1, 2, 2}, desk.read(y));
    Operand dx = desk.empty(1, 1, 1, 3);
    desk.kernels().resize().nearestGradient(desk.ramp(1, 1, 1, 7), dx);
    assertArrayEquals(new double[] {3, 7, 11}, desk.read(dx));
    Operand smaller = desk.empty(1, 1, 1, 2);
    desk.kernels().resize().nearest(desk.ramp(1, 1, 1, 5), smaller);
    assertArrayEquals(new double[] {0, 2}, desk.read(smaller));
  }

  @Test
  void bilinearLooksAtHalfPixelCentres() {
    Operand y = desk.empty(1, 1, 8, 1);
    desk.kernels().resize().bilinear(desk.ramp(1, 1, 4, 1), y);
    assertArrayEquals(new double[] {0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3}, desk.read(y));
    Operand half = desk.empty(1, 1, 2, 2);
    desk.kernels().resize().bilinear(desk.ramp(1, 1, 4, 4), half);
    assertArrayEquals(new double[] {2.5, 4.5, 10.5, 12.5}, desk.read(half));
  }

  @Test
  void bilinearGradientIsTheTranspose() {
    Operand x = desk.random(3, 2, 3, 5, 7);
    Operand y = desk.empty(2, 3, 9, 4);
    Operand dy = desk.random(4, 2, 3, 9, 4);
    Operand dx = desk.empty(2, 3, 5, 7);
    desk.kernels().resize().bilinear(x, y);
    desk.kernels().resize().bilinearGradient(dy, dx);
    assertEquals(desk.dot(y, dy), desk.dot(x, dx), 1e-12);
  }
}
