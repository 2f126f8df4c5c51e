package org.tucana.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** Losses and steps of optimisers. */
class ReferenceTrainingTest {
  private static final int IGNORE = -1;

  private final Desk desk = new Desk();
  private final Loss losses = desk.kernels().loss();

  private double crossEntropy(Operand x, Operand target, Optional<Operand> weights) {
    Operand loss = desk.empty();
    losses.crossEntropy(LossReduction.MEAN, IGNORE, x, target, weights, loss);
    return desk.read(loss)[0];
  }

  @Test
  void crossEntropyByHand() {
    double ln4 = Math.log(4);
    // Row 0: shares 1/4 and 3/4; row 1: halves.
    Operand x = desk.put(Shape.of(2, 2), 7, 7 + Math.log(3), 2, 2);
    assertEquals(
        (ln4 + Math.log(2)) / 2, crossEntropy(x, desk.ints(0, 1), Optional.empty()), 1e-15);
    assertEquals(ln4, crossEntropy(x, desk.ints(0, IGNORE), Optional.empty()), 1e-15);
    assertEquals(0, crossEntropy(x, desk.ints(IGNORE, IGNORE), Optional.empty()));
    assertEquals(
        (3 * ln4 + Math.log(2)) / 4,
        crossEntropy(x, desk.ints(0, 1), Optional.of(desk.vector(3, 1))),
        1e-15);
    Operand dx = desk.empty(2, 2);
    losses.crossEntropyGradient(
        LossReduction.MEAN, IGNORE, x, desk.ints(0, IGNORE), Optional.empty(), desk.scalar(8), dx);
    assertArrayEquals(new double[] {-6, 6, 0, 0}, desk.read(dx), 1e-15);
  }

  @Test
  void aTargetThatIsNoClassIsRefused() {
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> crossEntropy(desk.ramp(1, 3), desk.ints(3), Optional.empty()));
    assertTrue(
        e.getMessage().startsWith("cross entropy: target 3 of row 0 is no class"), e.getMessage());
  }

  @Test
  void binaryCrossEntropyByHand() {
    Operand loss = desk.empty();
    Operand x = desk.vector(0, Math.log(3), 800, -800);
    Operand target = desk.vector(1, 0, 0, 1);
    losses.binaryCrossEntropy(LossReduction.SUM, x, target, loss);
    assertEquals(Math.log(2) + Math.log(4) + 1600, desk.read(loss)[0], 1e-12);
    Operand dx = desk.empty(4);
    losses.binaryCrossEntropyGradient(LossReduction.MEAN, x, target, desk.scalar(4), dx);
    assertArrayEquals(new double[] {-0.5, 0.75, 1, -1}, desk.read(dx), 1e-15);
  }

  @Test
  void smoothL1ByHand() {
    Operand loss = desk.empty();
    Operand x = desk.vector(1, -2, 6, 0);
    Operand zero = desk.vector(0, 0, 0, 0);
    losses.smoothL1(LossReduction.SUM, 2, x, zero, loss);
    assertEquals(0.25 + 1 + 5, desk.read(loss)[0]);
    losses.smoothL1(LossReduction.MEAN, 0, x, zero, loss);
    assertEquals(9 / 4.0, desk.read(loss)[0]);
    Operand dx = desk.empty(4);
    losses.smoothL1Gradient(LossReduction.SUM, 2, x, zero, desk.scalar(1), dx);
    assertArrayEquals(new double[] {0.5, -1, 1, 0}, desk.read(dx));
    losses.smoothL1Gradient(LossReduction.SUM, 0, x, zero, desk.scalar(1), dx);
    assertArrayEquals(new double[] {1, -1, 1, 0}, desk.read(dx));
  }

  private double[] sgd(Optimizer.Sgd step, double value, double gradient, double buffer) {
    Operand values = desk.vector(value);
    Operand buffers = desk.vector(buffer);
    desk.kernels()
        .optimizer()
        .sgd(step, List.of(new Optimizer.SgdTensors(values, desk.vector(gradient), buffers)));
    return new double[] {desk.read(values)[0], desk.read(buffers)[0]};
  }

  @Test
  void stepsOfGradientDescentByHand() {
    // g = 3 + 0.5 * 2 = 4; the buffer holds garbage at the first step.
    assertArrayEquals(
        new double[] {1, 4}, sgd(new Optimizer.Sgd(0.25, 0.5, 0.5, false, true), 2, 3, Double.NaN));
    assertArrayEquals(
        new double[] {0.5, 6}, sgd(new Optimizer.Sgd(0.25, 0.5, 0.5, false, false), 2, 3, 4));
    assertArrayEquals(
        new double[] {0.25, 6}, sgd(new Optimizer.Sgd(0.25, 0.5, 0.5, true, false), 2, 3, 4));
  }

  private double[] adam(Optimizer.Adam step, double gradient, double m1, double m2) {
    Operand value = desk.vector(2);
    Operand first = desk.vector(m1);
    Operand second = desk.vector(m2);
    desk.kernels()
        .optimizer()
        .adam(
            step, List.of(new Optimizer.AdamTensors(value, desk.vector(gradient), first, second)));
    return new double[] {desk.read(value)[0], desk.read(first)[0], desk.read(second)[0]};
  }

  @Test
  void stepsOfAdamByHand() {
    // At the first step the unbiased moments are g and g^2: the step is the rate itself.
    assertArrayEquals(
        new double[] {2 - 0.1, 0.5, 2.25},
        adam(new Optimizer.Adam(0.1, 0.75, 0.4375, 0, 0, false, 1), 2, 0, 0),
        1e-15);
    // Coupled decay: g = 2 + 0.5 * 2 = 3. Decoupled: the value shrinks by 0.1 * 0.5 * 2 first.
    assertArrayEquals(
        new double[] {2 - 0.1, 0.75, 81 / 16.0},
        adam(new Optimizer.Adam(0.1, 0.75, 0.4375, 0, 0.5, false, 1), 2, 0, 0),
        1e-15);
    assertArrayEquals(
        new double[] {2 - 0.1 - 0.1, 0.5, 2.25},
        adam(new Optimizer.Adam(0.1, 0.75, 0.4375, 0, 0.5, true, 1), 2, 0, 0),
        1e-15);
    // Step 2: m1 = 0.5 * 4 + 0.5 * 2 = 3, over 3/4 it is 4; m2 = 0.5 * 8 + 0.5 * 4 = 6, over 3/4 8.
    assertArrayEquals(
        new double[] {2 - 0.1 * 4 / Math.sqrt(8), 3, 6},
        adam(new Optimizer.Adam(0.1, 0.5, 0.5, 0, 0, true, 2), 2, 4, 8),
        1e-15);
  }
}
