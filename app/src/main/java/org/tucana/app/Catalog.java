package org.tucana.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tucana.astro.wcs.PlanePosition;
import org.tucana.astro.wcs.SkyPosition;
import org.tucana.astro.wcs.Wcs;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.structure.Box;

/** The catalogue of one picture's objects as comma-separated values. */
final class Catalog {
  private static final String COLUMNS = "id,class,score,x,y,width,height,area";
  private static final String SKY_COLUMNS = ",ra,dec";

  private Catalog() {}

  /**
   * Rows of id, class, score, the box's left and upper edge, its sides, and the mask's pixels; with
   * coordinates, right ascension and declination of the mask's centre in degrees.
   */
  static String of(List<Detection> found, Optional<Wcs> wcs) {
    StringBuilder text = new StringBuilder(COLUMNS);
    text.append(wcs.isPresent() ? SKY_COLUMNS : "").append('\n');
    for (int i = 0; i < found.size(); i++) {
      Detection d = found.get(i);
      Box box = d.box();
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%.4f,%.2f,%.2f,%.2f,%.2f,%d",
              i + 1,
              d.className(),
              d.score(),
              box.x1(),
              box.y1(),
              box.width(),
              box.height(),
              d.mask().area()));
      wcs.map(w -> w.sky(centre(d))).ifPresent(sky -> append(text, sky));
      text.append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, SkyPosition sky) {
    text.append(String.format(Locale.ROOT, ",%.7f,%.7f", sky.rightAscension(), sky.declination()));
  }

  /** The mean place of the mask's pixels; the middle of the box where it has none. */
  static PlanePosition centre(Detection detection) {
    Box box = detection.box();
    int area = detection.mask().area();
    if (area == 0) {
      return new PlanePosition((box.x1() + box.x2()) / 2.0, (box.y1() + box.y2()) / 2.0);
    }
    long[] sums = new long[2];
    detection
        .mask()
        .forEachPixel((y, x) -> {
          sums[0] += x;
          sums[1] += y;
        });
    return new PlanePosition((double) sums[0] / area + 0.5, (double) sums[1] / area + 0.5);
  }
}
