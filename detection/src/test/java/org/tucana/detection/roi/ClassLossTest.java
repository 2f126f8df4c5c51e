package org.tucana.detection.roi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.detection.transform.PictureTruth;

/** Loss and gradient against the formulas in double. */
class ClassLossTest {
  private static final int UNKNOWN = PictureTruth.UNKNOWN_CLASS;
  private static final float[] LOGITS = {
    1, -1, 0.5f, 0, 2, 0, 3, 1, -2, 0.25f, 100, 0, 1, 2, 95, -3
  };
  private static final int CLASSES = 4;

  @ParameterizedTest
  @CsvSource({"0, 1, 2, 3", "0, -1, 2, -1", "-1, -1, -1, -1"})
  void lossAndGradientAreThoseOfTheFormula(int first, int second, int third, int last) {
    int[] labels = {first, second, third, last};
    double expected = 0;
    double[] gradient = new double[LOGITS.length];
    for (int r = 0; r < labels.length; r++) {
      expected += row(r, labels[r], gradient) / labels.length;
    }
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend);
        Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor logits = tape.watch(session.tensor(LOGITS, labels.length, CLASSES));
      Tensor loss = ClassLoss.of(logits, labels);
      // Float32 rounding of logits near 100.
      assertEquals(expected, loss.item(), 1e-4);
      float[] actual = tape.backward(loss).of(logits).orElseThrow().toFloats();
      for (int i = 0; i < actual.length; i++) {
        assertEquals(gradient[i], actual[i], 1e-6, "gradient " + i);
      }
    }
  }

  /** The loss of one row; adds the gradient of the mean over four rows. */
  private static double row(int r, int label, double[] gradient) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      p[c] = Math.exp(LOGITS[r * CLASSES + c]);
      sum += p[c];
    }
    double object = 0;
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
      object += c > 0 ? p[c] : 0;
    }
    for (int c = 0; c < CLASSES; c++) {
      double target = label == UNKNOWN ? (c > 0 ? p[c] / object : 0) : (c == label ? 1 : 0);
      gradient[r * CLASSES + c] = (p[c] - target) / 4;
    }
    return -Math.log(label == UNKNOWN ? object : p[label]);
  }
}
