package org.tucana.nn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.nn.metric.Calibration.Bin;

class CalibrationTest {
  /** The example in the documentation of scikit-learn's calibration_curve. */
  @Test
  void knownExample() {
    Calibration calibration =
        Calibration.of(
            new double[] {0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1},
            new boolean[] {false, false, false, false, true, true, true, true, true},
            3);
    assertArrayEquals(
        new double[] {0, 0.5, 1},
        calibration.bins().stream().mapToDouble(Bin::shareRight).toArray());
    assertArrayEquals(
        new double[] {0.2, 0.525, 0.85},
        calibration.bins().stream().mapToDouble(Bin::meanScore).toArray(),
        1e-15);
    assertEquals(9, calibration.cases());
    // (3 * 0.2 + 2 * 0.025 + 4 * 0.15) / 9
    assertEquals(1.25 / 9, calibration.expectedError(), 1e-15);
  }

  @Test
  void lowerEndsBelongToTheirRange() {
    Calibration calibration =
        Calibration.of(new double[] {0, 0.5, 1}, new boolean[] {false, true, true}, 2);
    assertEquals(new Bin(0, 0.5, 1, 0, 0), calibration.bins().get(0));
    assertEquals(new Bin(0.5, 1, 2, 2, 0.75), calibration.bins().get(1));
    assertEquals(0.5 / 3, calibration.expectedError(), 1e-15);
  }

  @Test
  void emptyRangesCountForNothing() {
    Calibration calibration = Calibration.of(new double[] {0.75}, new boolean[] {true}, 10);
    assertEquals(0.25, calibration.expectedError());
    assertTrue(Double.isNaN(calibration.bins().get(0).shareRight()));
    assertTrue(Double.isNaN(Calibration.of(new double[0], new boolean[0], 10).expectedError()));
  }

  @Test
  void faultsAreNamed() {
    assertEquals(
        "calibration: a score is a probability, expected 0 to 1, got 1.5",
        fault(new double[] {1.5}, new boolean[1], 10));
    assertEquals(
        "calibration: a score is a probability, expected 0 to 1, got NaN",
        fault(new double[] {Double.NaN}, new boolean[1], 10));
    assertEquals(
        "calibration: expected at least one range and as many answers as scores, got 0 ranges, 1"
            + " scores and 1 answers",
        fault(new double[1], new boolean[1], 0));
  }

  private static String fault(double[] scores, boolean[] right, int count) {
    return assertThrows(IllegalArgumentException.class, () -> Calibration.of(scores, right, count))
        .getMessage();
  }
}
