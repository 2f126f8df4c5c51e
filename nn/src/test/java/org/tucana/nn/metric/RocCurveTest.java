package org.tucana.nn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

class RocCurveTest {
  /** The example in the documentation of scikit-learn's roc_curve. */
  @Test
  void knownExample() {
    RocCurve curve =
        RocCurve.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 1}, curve.falsePositiveRate());
    assertArrayEquals(new double[] {0, 0.5, 0.5, 1, 1}, curve.truePositiveRate());
    assertEquals(0.75, curve.area());
    assertTrue(curve.defined());
  }

  @Test
  void equalScoresAreOnePoint() {
    RocCurve curve =
        RocCurve.of(new double[] {1, 1, 1, 0}, new boolean[] {true, false, true, false});
    assertArrayEquals(new double[] {0, 0.5, 1}, curve.falsePositiveRate());
    assertArrayEquals(new double[] {0, 1, 1}, curve.truePositiveRate());
    assertEquals(0.75, curve.area());
  }

  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    Philox random = new RandomKey(3, "roc test", 0).stream();
    int cases = 200;
    double[] scores = new double[cases];
    boolean[] positive = new boolean[cases];
    for (int i = 0; i < cases; i++) {
      scores[i] = random.nextInt(20) / 20.0;
      positive[i] = random.nextDouble(0, 1) < scores[i];
    }
    double ordered = 0;
    int pairs = 0;
    for (int p = 0; p < cases; p++) {
      for (int n = 0; n < cases; n++) {
        if (positive[p] && !positive[n]) {
          ordered += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    RocCurve curve = RocCurve.of(scores, positive);
    assertEquals(ordered / pairs, curve.area(), 1e-12);
    assertEquals(pairs, curve.positives() * curve.negatives());
  }

  @Test
  void oneKindAloneDefinesNoCurve() {
    assertFalse(RocCurve.of(new double[] {0.5}, new boolean[] {true}).defined());
    assertTrue(Double.isNaN(RocCurve.of(new double[] {0.5}, new boolean[] {false}).area()));
    assertTrue(Double.isNaN(RocCurve.of(new double[0], new boolean[0]).area()));
  }

  @Test
  void lengthsMustAgree() {
    assertEquals(
        "ROC: 1 scores but 2 cases",
        assertThrows(
                IllegalArgumentException.class, () -> RocCurve.of(new double[1], new boolean[2]))
            .getMessage());
  }
}
