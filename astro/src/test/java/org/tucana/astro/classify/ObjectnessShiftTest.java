package org.tucana.astro.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

class ObjectnessShiftTest {
  private static final int WIDTH = 3;
  private static final double[] TRUE_SHIFT = {0.5, -2, 1.25, 0.75};

  private static float[] rows(int count, Philox random) {
    float[] rows = new float[count * WIDTH];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  private static double wanted(float[] rows, int offset) {
    double sum = TRUE_SHIFT[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      sum += TRUE_SHIFT[i] * rows[offset + i];
    }
    return sum;
  }

  @Test
  void findsALinearFunction() {
    Philox random = new RandomKey(1, "shift", 0).stream();
    float[] rows = rows(50, random);
    ObjectnessShift shift = new ObjectnessShift(WIDTH);
    for (int at = 0; at < rows.length; at += WIDTH) {
      shift.add(rows, at, random.nextDouble(0.1, 1), wanted(rows, at));
    }
    double[] found = shift.solve();
    for (int i = 0; i <= WIDTH; i++) {
      assertEquals(TRUE_SHIFT[i], found[i], 1e-5);
    }
  }

  @Test
  void heavyRegionsDecide() {
    ObjectnessShift shift = new ObjectnessShift(1);
    shift.add(new float[] {0}, 0, 3, 1);
    shift.add(new float[] {0}, 0, 1, 5);
    assertEquals(2, shift.solve()[1], 1e-4);
  }

  @Test
  void aFeatureThatIsAlwaysZeroGetsNoWeight() {
    ObjectnessShift shift = new ObjectnessShift(1);
    shift.add(new float[] {0}, 0, 1, 4);
    assertEquals(0, shift.solve()[0], 1e-12);
  }

  @Test
  void featuresThatAreNoNumbersAreRefused() {
    ObjectnessShift shift = new ObjectnessShift(1);
    shift.add(new float[] {Float.NaN}, 0, 1, 1);
    assertThrows(IllegalStateException.class, shift::solve);
  }
}
