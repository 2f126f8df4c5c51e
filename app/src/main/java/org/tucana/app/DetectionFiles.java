package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PngWriter;
import org.tucana.core.io.WholeFile;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;

/** What is written about one picture. */
final class DetectionFiles {
  static final String OVERLAY = "overlay.png";

  /** The number that detections.json knows the picture by: it is the only one there. */
  private static final long PICTURE_ID = 1;

  private DetectionFiles() {}

  /** Writes all four files, each whole or not at all. */
  static void write(Path folder, Picture picture, List<Detection> found, FitsHeader coordinates)
      throws IOException {
    PngWriter.write(folder.resolve(OVERLAY), Overlay.of(picture, found));
    TextFile.write(folder.resolve("catalog.csv"), catalog(found));
    List<DetectedObject> objects = found.stream().map(DetectionFiles::object).toList();
    WholeFile.write(
        folder.resolve("detections.json"),
        stream -> CocoWriter.writeDetections(Map.of(PICTURE_ID, objects), stream));
    FitsWriter.writeSegmentation(
        folder.resolve("segmentation.fits"),
        picture.height(),
        picture.width(),
        segmentation(picture, found),
        coordinates);
  }

  /** A detection as evaluation and COCO files know it. */
  static DetectedObject object(Detection detection) {
    return new DetectedObject(
        detection.label(),
        detection.score(),
        CocoBox.of(detection.box()),
        Optional.of(detection.mask()));
  }

  /** Rows of id, class, score, the box's left and upper edge, its sides, and the mask's pixels. */
  private static String catalog(List<Detection> found) {
    StringBuilder text = new StringBuilder("id,class,score,x,y,width,height,area\n");
    for (int i = 0; i < found.size(); i++) {
      Detection d = found.get(i);
      Box box = d.box();
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%.4f,%.2f,%.2f,%.2f,%.2f,%d%n",
              i + 1,
              d.className(),
              d.score(),
              box.x1(),
              box.y1(),
              box.width(),
              box.height(),
              d.mask().area()));
    }
    return text.toString();
  }

  /** Catalogue numbers over the picture; where masks overlap the surer object stands. */
  private static int[] segmentation(Picture picture, List<Detection> found) {
    int[] numbers = new int[picture.height() * picture.width()];
    for (int i = found.size() - 1; i >= 0; i--) {
      int number = i + 1;
      found.get(i).mask().forEachPixel((y, x) -> numbers[y * picture.width() + x] = number);
    }
    return numbers;
  }
}
