package org.tucana.app;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.report.AnnotatedPicture;
import org.tucana.nn.data.Picture;
import org.tucana.nn.report.Fonts;

/**
 * A picture with the outline, class and score of each detection drawn on it; with the outlines
 * alone where words cannot be drawn.
 */
final class Overlay {
  /** Distinct to eyes that see red and green alike; one a class, repeated if there are more. */
  private static final List<Color> COLOURS =
      List.of(new Color(0xE69F00), new Color(0x56B4E9), new Color(0x2BD47D), new Color(0xF26FC0));

  private static final int LABEL_POINTS = 10;

  private Overlay() {}

  /** The bytes of a PNG; a label gives way to those of surer objects. */
  static byte[] png(Picture picture, List<Detection> found) {
    AnnotatedPicture drawing = new AnnotatedPicture(picture, 1, LABEL_POINTS);
    for (Detection d : found) {
      drawing.outline(d.mask(), colour(d), 1);
    }
    for (Detection d : found) {
      String label = String.format(Locale.ROOT, "%s %.2f", d.className(), d.score());
      drawing.label(label, d.box(), colour(d));
    }
    return drawing.png();
  }

  /** Says why overlays have no words, where they have none. */
  static void sayWordless(String command) {
    Fonts.lack().ifPresent(why -> Console.say(command + ": outlines without words: " + why));
  }

  private static Color colour(Detection detection) {
    return COLOURS.get(Math.floorMod(detection.label() - 1, COLOURS.size()));
  }
}
