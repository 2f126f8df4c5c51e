package org.tucana.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Conversions, products, reductions and selection. */
class ReferenceArithmeticTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final Desk desk = new Desk();

  private double[] converted(DType dtype, double... values) {
    Operand y = desk.scratch(new TensorType(Shape.of(values.length), dtype));
    desk.kernels().pointwise().copy(desk.vector(values), y);
    return desk.read(y);
  }

  @Test
  void conversionsRoundOnceAndStopAtTheEndsOfTheirRange() {
    double max = Integer.MAX_VALUE;
    double min = Integer.MIN_VALUE;
    assertArrayEquals(
        new double[] {2, -2, max, min, 0},
        converted(DType.INT32, 2.9, -2.9, 1e10, -1e10, Double.NaN));
    assertArrayEquals(
        new double[] {2, 0, 255, 0, 255},
        converted(DType.UINT8, 2.9, -3, 300, Double.NaN, INFINITY));
    assertArrayEquals(
        new double[] {0, 0, 1, 1, 1}, converted(DType.BOOL, 0, -0.0, 0.1, -7, Double.NaN));
    // bfloat16 steps by 2^-7 from 1 on: ties go to the even neighbour.
    assertArrayEquals(
        new double[] {1, 1 + 0x1p-6, 1 + 0x1p-7, INFINITY},
        converted(DType.BFLOAT16, 1 + 0x1p-8, 1 + 0x3p-8, 1 + 0x1.1p-8, 3.4e38));
    assertArrayEquals(
        new double[] {1, 1 + 0x1p-9, 65504, INFINITY},
        converted(DType.FLOAT16, 1 + 0x1p-11, 1 + 0x3p-11, 65519, 65520));
    assertEquals(Double.NaN, converted(DType.BFLOAT16, Double.NaN)[0]);
  }

  @Test
  void productsByHand() {
    Operand a = desk.put(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Operand y = desk.empty(2, 2);
    desk.kernels().matmul().multiply(a, a.permute(1, 0), Epilogue.none(), y, desk);
    assertArrayEquals(new double[] {14, 32, 32, 77}, desk.read(y));
    Operand batch = desk.put(Shape.of(2, 1, 2), 1, 10, 100, 1000);
    Operand shared = desk.put(Shape.of(2, 1), 1, 2).broadcastTo(Shape.of(2, 2, 1));
    Operand z = desk.empty(2, 1, 1);
    desk.kernels().matmul().multiply(batch, shared, Epilogue.none(), z, desk);
    assertArrayEquals(new double[] {21, 2100}, desk.read(z));
  }

  private double[] reduced(ReduceFunction f, Operand x, int... dims) {
    Operand y = desk.empty(dims);
    desk.kernels().reduction().reduce(f, x, y);
    return desk.read(y);
  }

  @Test
  void reductionsByHand() {
    Operand x = desk.ramp(2, 3, 2);
    assertArrayEquals(new double[] {6, 9, 24, 27}, reduced(ReduceFunction.SUM, x, 2, 1, 2));
    assertArrayEquals(new double[] {3.5, 5.5, 7.5}, reduced(ReduceFunction.MEAN, x, 1, 3, 1));
    assertArrayEquals(new double[] {11}, reduced(ReduceFunction.MAXIMUM, x, 1, 1, 1));
    assertArrayEquals(
        new double[] {0, 2, 4}, reduced(ReduceFunction.MINIMUM, x.slice(2, 0, 1), 1, 3, 1));
    Operand nothing = desk.empty(2, 0);
    assertArrayEquals(new double[] {0, 0}, reduced(ReduceFunction.SUM, nothing, 2, 1));
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN}, reduced(ReduceFunction.MEAN, nothing, 2, 1));
    assertArrayEquals(
        new double[] {-INFINITY, -INFINITY}, reduced(ReduceFunction.MAXIMUM, nothing, 2, 1));
    assertArrayEquals(
        new double[] {INFINITY, INFINITY}, reduced(ReduceFunction.MINIMUM, nothing, 2, 1));
  }

  @Test
  void softmaxByHand() {
    Operand x = desk.put(Shape.of(2, 2), 0, 1e30, Math.log(3), 1e30 + 1e15);
    Operand y = desk.empty(2, 2);
    desk.kernels().reduction().softmax(0, x, y);
    assertArrayEquals(new double[] {0.25, 0, 0.75, 1}, desk.read(y), 1e-15);
    desk.kernels().reduction().logSoftmax(0, x, y);
    assertArrayEquals(
        new double[] {-Math.log(4), -1e15, Math.log(0.75), 0}, desk.read(y), Math.ulp(1e30));
  }

  @Test
  void theLargestComeInFallingOrder() {
    Operand x = desk.vector(3, -0.0, Double.NaN, 0, 3, Double.NaN, -INFINITY);
    Operand values = desk.empty(6);
    Operand places = desk.emptyInts(6);
    desk.kernels().reduction().topK(x, values, places);
    assertArrayEquals(new double[] {2, 5, 0, 4, 1, 3}, desk.read(places));
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, 3, 3, -0.0, 0}, desk.read(values));
  }

  @Test
  void selectionByHand() {
    Operand y = desk.empty(2, 3);
    desk.kernels().indexing().select(1, desk.ramp(2, 4), desk.ints(3, 0, 3), y);
    assertArrayEquals(new double[] {3, 0, 3, 7, 4, 7}, desk.read(y));
    Operand dx = desk.empty(2, 4);
    desk.kernels().indexing().selectGradient(1, desk.ramp(2, 3), desk.ints(3, 0, 3), dx);
    assertArrayEquals(new double[] {1, 0, 0, 2, 4, 0, 0, 8}, desk.read(dx));
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> desk.kernels().indexing().select(1, desk.ramp(2, 4), desk.ints(0, -1, 0), y));
    assertEquals("select: index -1 at 1 is outside axis 1 of [2,4]", e.getMessage());
  }
}
