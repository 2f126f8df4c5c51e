package org.tucana.detection.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.RunLength;

final class CentralObjectsTest {
  private static final int SIZE = 32;
  private static final RunLength CENTRE = square(10, 22);
  private static final RunLength CORNER = square(0, 8);
  private static final List<String> CLASSES = List.of("elliptical", "spiral");

  private static RunLength square(int from, int to) {
    BinaryMask mask = BinaryMask.empty(SIZE, SIZE);
    for (int y = from; y < to; y++) {
      for (int x = from; x < to; x++) {
        mask.pixels()[y * SIZE + x] = 1;
      }
    }
    return RunLength.of(mask);
  }

  private static DetectedObject detection(int category, double score, RunLength mask) {
    return new DetectedObject(category, score, CocoBox.of(mask.bounds()), Optional.of(mask));
  }

  private static Stamp stamp(int category, DetectedObject... detections) {
    return new Stamp(
        SIZE, SIZE, OptionalInt.of(category), Optional.of(CENTRE), List.of(detections));
  }

  private static CentralObjects report(Stamp... stamps) {
    return CentralObjects.of(List.of(stamps), CLASSES);
  }

  private static int[] all(CentralObjects report) {
    return IntStream.range(0, report.outlined()).toArray();
  }

  @Test
  void theSurestDetectionAtTheCentreGivesTheClass() {
    Stamp stamp =
        stamp(2, detection(1, 0.9, CORNER), detection(1, 0.5, CENTRE), detection(2, 0.6, CENTRE));
    assertEquals(2, stamp.central().orElseThrow().category());
  }

  @Test
  void aMaskAtTheCentreGoesBeforeABox() {
    DetectedObject boxOnly =
        new DetectedObject(
            1, 0.9, CocoBox.of(CENTRE.bounds()), Optional.of(RunLength.empty(SIZE, SIZE)));
    assertEquals(
        2, stamp(2, boxOnly, detection(2, 0.1, CENTRE)).central().orElseThrow().category());
    assertEquals(1, stamp(2, boxOnly).central().orElseThrow().category());
  }

  @Test
  void noDetectionAtTheCentreIsAWrongAnswer() {
    CentralObjects report =
        report(
            stamp(1, detection(1, 0.9, CENTRE)),
            stamp(1, detection(1, 0.9, CORNER)),
            stamp(2, detection(2, 0.8, CENTRE)),
            stamp(2));
    assertEquals(0.5, report.answers().confusion().accuracy());
    assertArrayEquals(new int[] {1, 1}, report.answers().confusion().none());
    assertEquals(4, report.outlined());
  }

  @Test
  void unknownClassesCountForMasksAndEmptySkiesForNothing() {
    Stamp galaxy =
        new Stamp(
            SIZE,
            SIZE,
            OptionalInt.empty(),
            Optional.of(CENTRE),
            List.of(detection(1, 0.9, CENTRE)));
    Stamp artifact =
        new Stamp(
            SIZE, SIZE, OptionalInt.empty(), Optional.empty(), List.of(detection(1, 0.9, CORNER)));
    CentralObjects report = report(galaxy, artifact, stamp(2));
    assertEquals(1, report.answers().confusion().cases());
    assertEquals(2, report.outlined());
    assertEquals(51 / 101.0, report.masks().ap50(all(report)), 1e-12);
    assertEquals(51 / 101.0, report.boxes().ap50(all(report)), 1e-12);
  }

  @Test
  void detectionsOfOtherObjectsAreNotFalse() {
    CentralObjects report = report(stamp(1, detection(1, 0.95, CORNER), detection(2, 0.9, CENTRE)));
    assertEquals(1, report.masks().ap50(all(report)), 1e-12);
    assertEquals(1, report.boxes().ap50(all(report)), 1e-12);
  }

  @Test
  void aBadOutlineAtTheCentreIsFalse() {
    CentralObjects report =
        report(stamp(1, detection(1, 0.95, square(15, 18)), detection(1, 0.9, CENTRE)));
    assertEquals(0.5, report.masks().ap50(all(report)), 1e-12);
    assertEquals(0.5, report.boxes().ap50(all(report)), 1e-12);
  }
}
