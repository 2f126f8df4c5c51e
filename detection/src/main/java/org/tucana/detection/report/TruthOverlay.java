package org.tucana.detection.report;

import java.awt.Color;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.Outcome;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/**
 * Truth in green and detections in red on a picture, with class, score and overlap of each
 * detection in white. Missed objects are named in green; detections that do not count are grey.
 *
 * @param classes names of the classes by number
 * @param minimumScore detections below are left out
 */
record TruthOverlay(Map<Integer, String> classes, double minimumScore) {
  static final Color TRUTH = new Color(0x00, 0xE6, 0x40);
  static final Color DETECTION = new Color(0xFF, 0x28, 0x28);
  static final Color IGNORED = new Color(0xA8, 0xB0, 0xB8);

  /** About how large a drawing of a small picture becomes, pixels. */
  private static final int SIDE = 1600;

  private static final int LARGEST_SCALE = 4;
  private static final int POINTS_AT_SCALE_1 = 9;
  private static final int POINTS_A_SCALE = 4;

  /**
   * The drawing as a PNG.
   *
   * @throws ShapeException where a mask is not of the picture's size
   */
  byte[] png(String name, Picture picture, MatchedImage image) {
    int longest = Math.max(1, Math.max(picture.height(), picture.width()));
    int scale = Math.clamp(Math.round((float) SIDE / longest), 1, LARGEST_SCALE);
    int line = (scale + 1) / 2;
    AnnotatedPicture drawing =
        new AnnotatedPicture(picture, scale, POINTS_AT_SCALE_1 + POINTS_A_SCALE * (scale - 1));
    for (GroundTruth object : image.truth()) {
      // Twice as broad as a detection's, so that it is seen where both agree.
      outline(
          drawing, name, picture, object.mask(), object.box(), TRUTH, Math.min(scale, 2 * line));
    }
    for (int d = image.detections().size() - 1; d >= 0; d--) {
      DetectedObject detection = image.detections().get(d);
      if (detection.score() >= minimumScore) {
        boolean ignored = image.outcomes()[d] == Outcome.IGNORED;
        Color colour = ignored ? IGNORED : DETECTION;
        outline(drawing, name, picture, detection.mask(), detection.box(), colour, line);
      }
    }
    label(drawing, image);
    return drawing.png();
  }

  private static void outline(
      AnnotatedPicture drawing,
      String name,
      Picture picture,
      Optional<RunLength> mask,
      CocoBox box,
      Color colour,
      int thickness) {
    if (mask.isEmpty() || mask.get().area() == 0) {
      drawing.outline(box(box), colour, thickness);
      return;
    }
    RunLength runs = mask.get();
    if (runs.height() != picture.height() || runs.width() != picture.width()) {
      throw new ShapeException(
          "report: %s is %dx%d, but its masks are %dx%d; give the picture that they are of"
              .formatted(name, picture.height(), picture.width(), runs.height(), runs.width()));
    }
    drawing.outline(runs, colour, thickness);
  }

  private void label(AnnotatedPicture drawing, MatchedImage image) {
    for (int d = 0; d < image.detections().size(); d++) {
      DetectedObject detection = image.detections().get(d);
      if (detection.score() >= minimumScore && image.outcomes()[d] != Outcome.IGNORED) {
        String words =
            String.format(
                Locale.ROOT,
                "%s%s %.2f/%.2f",
                classes.get(detection.category()),
                correction(image, d),
                detection.score(),
                image.overlap(d));
        drawing.label(words, box(detection.box()), Color.WHITE);
      }
    }
    int[] detectionOf = image.detectionsOfTruth();
    for (int g = 0; g < detectionOf.length; g++) {
      GroundTruth object = image.truth().get(g);
      boolean found =
          detectionOf[g] != MatchedImage.NONE
              && image.detections().get(detectionOf[g]).score() >= minimumScore;
      if (!found && !object.crowd()) {
        String words = "missed " + classes.getOrDefault(object.category(), "object");
        drawing.label(words, box(object.box()), TRUTH);
      }
    }
  }

  /** The true class, where it is known and another one than was answered. */
  private String correction(MatchedImage image, int detection) {
    int truth = image.matched()[detection];
    if (truth == MatchedImage.NONE) {
      return "";
    }
    int category = image.truth().get(truth).category();
    return !classes.containsKey(category)
            || category == image.detections().get(detection).category()
        ? ""
        : " (is %s)".formatted(classes.get(category));
  }

  private static Box box(CocoBox box) {
    return new Box(
        (float) box.x(),
        (float) box.y(),
        (float) (box.x() + box.width()),
        (float) (box.y() + box.height()));
  }
}
