package org.tucana.detection.report;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/** Two pictures of rectangles, small enough to compute each figure by hand. */
final class SyntheticScenes {
  static final int SIDE = 20;
  static final int UNKNOWN = 0;
  static final int ROUND = 1;
  static final int ARMS = 2;
  static final SortedMap<Integer, String> CLASSES = ReportInput.numbered(List.of("round", "arms"));

  /**
   * A right one, one with IoU 0.6 and the wrong class, one on an object of unknown class, one on
   * nothing, and a second one on the first object.
   */
  static final EvaluatedImage FULL =
      new EvaluatedImage(
          List.of(truth(ROUND, 0, 0, 4, 4), truth(ARMS, 10, 10, 4, 4), truth(UNKNOWN, 0, 10, 4, 4)),
          List.of(
              detection(ROUND, 0.9, 0, 0, 4, 4),
              detection(ROUND, 0.8, 11, 10, 4, 4),
              detection(ARMS, 0.7, 0, 10, 4, 4),
              detection(ARMS, 0.6, 16, 0, 3, 3),
              detection(ARMS, 0.3, 0, 0, 4, 4)));

  /** A missed object; a detection within a crowd, and one that does not count. */
  static final EvaluatedImage MISSED =
      new EvaluatedImage(
          List.of(truth(ROUND, 0, 0, 4, 4), crowd(ARMS, 10, 10, 8, 8)),
          List.of(
              detection(ARMS, 0.9, 11, 11, 3, 3),
              detection(ROUND, 0.9, 0, 10, 2, 2).asIncidental()));

  private SyntheticScenes() {}

  static RunLength rectangle(int x, int y, int width, int height) {
    BinaryMask mask = BinaryMask.empty(SIDE, SIDE);
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        mask.pixels()[row * SIDE + column] = 1;
      }
    }
    return RunLength.of(mask);
  }

  static GroundTruth truth(int category, int x, int y, int width, int height) {
    return GroundTruth.of(category, rectangle(x, y, width, height));
  }

  private static GroundTruth crowd(int category, int x, int y, int width, int height) {
    GroundTruth object = truth(category, x, y, width, height);
    return new GroundTruth(category, object.box(), object.mask(), object.area(), true);
  }

  static DetectedObject detection(int category, double score, int x, int y, int width, int height) {
    return new DetectedObject(
        category,
        score,
        new CocoBox(x, y, width, height),
        Optional.of(rectangle(x, y, width, height)));
  }

  static Picture picture() {
    return Picture.black(3, SIDE, SIDE);
  }

  static ReportInput input() {
    return ReportInput.of(
        "Two <scenes>",
        CLASSES,
        List.of(
            new ReportPicture("full", SyntheticScenes::picture, FULL),
            new ReportPicture("missed", SyntheticScenes::picture, MISSED)));
  }
}
