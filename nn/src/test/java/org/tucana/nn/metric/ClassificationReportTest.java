package org.tucana.nn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassificationReportTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Bootstrap BOOTSTRAP = new Bootstrap(400, 0.95, 7);

  @Test
  void figuresOfASmallMatrix() {
    Answers answers =
        new Answers(
            CLASSES,
            new int[] {0, 0, 0, 0, 1, 1, 2, 2},
            new int[] {0, 0, 1, Answers.NONE, 1, 0, 2, 2});
    ClassificationReport report = ClassificationReport.of(answers, BOOTSTRAP);
    assertArrayEquals(new int[] {2, 1, 0}, report.confusion().counts()[0]);
    assertArrayEquals(new int[] {1, 0, 0}, report.confusion().none());
    assertEquals(5.0 / 8, report.accuracy());
    assertEquals((0.5 + 0.5 + 1) / 3, report.balancedAccuracy(), 1e-15);
    assertEquals(new ClassScores(2.0 / 3, 0.5, 4.0 / 7, 4), report.perClass().get(0));
    assertEquals(new ClassScores(0.5, 0.5, 0.5, 2), report.perClass().get(1));
    assertTrue(report.balancedAccuracyInterval().low() < report.balancedAccuracy());
    assertTrue(report.balancedAccuracyInterval().high() > report.balancedAccuracy());
  }

  @Test
  void classesWithoutCasesDoNotCount() {
    Answers answers = new Answers(CLASSES, new int[] {0, 1}, new int[] {0, 0});
    ConfusionMatrix confusion = answers.confusion();
    assertEquals(0.5, confusion.balancedAccuracy());
    assertEquals(Double.NaN, confusion.scores(2).f1());
  }

  @Test
  void nothingIsUndefined() {
    ClassificationReport report =
        ClassificationReport.of(new Answers(CLASSES, new int[0], new int[0]), BOOTSTRAP);
    assertEquals(Double.NaN, report.accuracy());
    assertEquals(Interval.undefined(0.95), report.accuracyInterval());
    assertEquals(Interval.undefined(0.95), report.balancedAccuracyInterval());
  }

  @Test
  void unknownClassesAreRefused() {
    assertThrows(
        IndexOutOfBoundsException.class, () -> new Answers(CLASSES, new int[] {3}, new int[] {0}));
    assertThrows(
        IndexOutOfBoundsException.class, () -> new Answers(CLASSES, new int[] {0}, new int[] {-2}));
    assertThrows(
        IllegalArgumentException.class, () -> new Answers(CLASSES, new int[] {0}, new int[0]));
  }
}
