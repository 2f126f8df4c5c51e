package org.tucana.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.Shape;

class ReferenceConvolutionTest {
  private final Desk desk = new Desk();

  private double[] forward(ConvGeometry g, Operand x, Operand weight, Operand y) {
    desk.kernels().convolution().forward(g, x, weight, Epilogue.none(), y, desk);
    return desk.read(y);
  }

  @Test
  void sumsOfAFiveByFiveRamp() {
    Operand ones = desk.put(Shape.of(1, 1, 3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1);
    // Each window of a ramp sums to nine times its centre: 6, 7, 8, 11, ...
    assertArrayEquals(
        new double[] {54, 63, 72, 99, 108, 117, 144, 153, 162},
        forward(ConvGeometry.of(1, 0), desk.ramp(1, 1, 5, 5), ones, desk.empty(1, 1, 3, 3)));
    // Stride 2 and padding 1: the corners see four cells, the edges six.
    assertArrayEquals(
        new double[] {12, 27, 24, 63, 108, 81, 72, 117, 84},
        forward(ConvGeometry.of(2, 1), desk.ramp(1, 1, 5, 5), ones, desk.empty(1, 1, 3, 3)));
    // Dilation 2: the window spans the picture and reads 0, 2, 4, 10, ..., 24.
    assertArrayEquals(
        new double[] {108},
        forward(
            ConvGeometry.of(1, 0).withDilation(2),
            desk.ramp(1, 1, 5, 5),
            ones,
            desk.empty(1, 1, 1, 1)));
  }

  @Test
  void itIsACrossCorrelation() {
    Operand right = desk.put(Shape.of(1, 1, 1, 3), 0, 0, 1);
    assertArrayEquals(
        new double[] {1, 2, 0},
        forward(
            new ConvGeometry(1, 1, 0, 1, 1, 1, 1),
            desk.ramp(1, 1, 1, 3),
            right,
            desk.empty(1, 1, 1, 3)),
        "the last tap reads the cell to the right");
  }

  @Test
  void groupsSeeTheirOwnChannels() {
    Operand x = desk.put(Shape.of(1, 4, 1, 1), 1, 10, 100, 1000);
    Operand weight = desk.put(Shape.of(2, 2, 1, 1), 1, 2, 3, 4);
    assertArrayEquals(
        new double[] {21, 4300},
        forward(ConvGeometry.of(1, 0).withGroups(2), x, weight, desk.empty(1, 2, 1, 1)));
  }

  @Test
  void theEpilogueAddsBiasThenResidualThenCutsBelowZero() {
    Operand x = desk.put(Shape.of(1, 1, 1, 2), 1, 2);
    Operand weight = desk.put(Shape.of(2, 1, 1, 1), 1, -1);
    Operand y = desk.empty(1, 2, 1, 2);
    Epilogue epilogue =
        new Epilogue(
            Optional.of(desk.vector(10, 0.5)),
            Optional.of(desk.put(Shape.of(1, 2, 1, 2), -20, 0, 1, 1)),
            true);
    desk.kernels().convolution().forward(ConvGeometry.of(1, 0), x, weight, epilogue, y, desk);
    assertArrayEquals(new double[] {0, 12, 0.5, 0}, desk.read(y));
  }

  /** Convolution is linear in x and in the weight, and the gradients are its transposes. */
  @ParameterizedTest
  @CsvSource({"1,1,0,0,1,1,1", "2,1,1,0,1,2,1", "2,3,2,1,2,1,2", "1,1,1,1,1,1,6"})
  void gradientsAreTransposes(
      int strideY, int strideX, int padY, int padX, int dilationY, int dilationX, int groups) {
    ConvGeometry g = new ConvGeometry(strideY, strideX, padY, padX, dilationY, dilationX, groups);
    Operand x = desk.random(1, 2, 6, 9, 8);
    Operand weight = desk.random(2, 12, 6 / groups, 3, 2);
    int rows = g.outputRows(9, 3);
    int columns = g.outputColumns(8, 2);
    Operand y = desk.empty(2, 12, rows, columns);
    Operand dy = desk.random(3, 2, 12, rows, columns);
    forward(g, x, weight, y);
    Operand dx = desk.empty(2, 6, 9, 8);
    Operand dw = desk.empty(12, 6 / groups, 3, 2);
    desk.kernels().convolution().inputGradient(g, dy, weight, dx, desk);
    desk.kernels().convolution().weightGradient(g, x, dy, dw, desk);
    double expected = desk.dot(y, dy);
    assertEquals(expected, desk.dot(x, dx), 1e-12 * y.elements());
    assertEquals(expected, desk.dot(weight, dw), 1e-12 * y.elements());
  }
}
