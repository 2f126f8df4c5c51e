package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.core.io.WholeFile;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.nn.data.Picture;

/** What is written about one picture. */
final class DetectionFiles {
  static final String OVERLAY = "overlay.png";
  static final String SOFT_MASKS = "soft-masks.fits";

  /** The number that detections.json knows the picture by: it is the only one there. */
  private static final long PICTURE_ID = 1;

  private DetectionFiles() {}

  /** Writes all four files, each whole or not at all. */
  static void write(Path folder, Picture picture, List<Detection> found, SkyPlacement placement)
      throws IOException {
    byte[] overlay = Overlay.png(picture, found);
    WholeFile.write(folder.resolve(OVERLAY), stream -> stream.write(overlay));
    TextFile.write(folder.resolve("catalog.csv"), Catalog.of(found, placement.wcs()));
    List<DetectedObject> objects = found.stream().map(Detection::asObject).toList();
    WholeFile.write(
        folder.resolve("detections.json"),
        stream -> CocoWriter.writeDetections(Map.of(PICTURE_ID, objects), stream));
    FitsWriter.writeSegmentation(
        folder.resolve("segmentation.fits"),
        picture.height(),
        picture.width(),
        segmentation(picture, found),
        placement.cards());
  }

  /** Writes how sure each pixel of each mask is: an extension for each object that has that. */
  static void writeSoftMasks(Path folder, List<Detection> found, FitsHeader coordinates)
      throws IOException {
    List<FitsWriter.Part> parts = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Detection detection = found.get(i);
      int number = i + 1;
      detection
          .probabilities()
          .filter(crop -> crop.height() > 0 && crop.width() > 0)
          .ifPresent(crop -> parts.add(part(number, detection, crop)));
    }
    FitsWriter.writeParts(folder.resolve(SOFT_MASKS), "MASK", parts, coordinates);
  }

  private static FitsWriter.Part part(int number, Detection detection, MaskCrop crop) {
    Map<String, Object> cards = new LinkedHashMap<>();
    cards.put("CLASS", detection.className());
    cards.put("SCORE", Double.valueOf(Float.toString(detection.score())));
    return new FitsWriter.Part(
        number, crop.x(), crop.y(), crop.height(), crop.width(), crop.probabilities(), cards);
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
