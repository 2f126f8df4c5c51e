package org.tucana.detection.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.GroundTruth;

final class CocoReaderTest {
  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("file.json"), text);
  }

  @Test
  void detectionsRoundTrip() throws Exception {
    SortedMap<Long, List<DetectedObject>> detections =
        CocoReader.readDetections(CocoOracleTest.resource("coco_dets.json"));
    assertEquals(69, detections.values().stream().mapToInt(List::size).sum());
    Path copy = folder.resolve("copy.json");
    try (var stream = Files.newOutputStream(copy)) {
      CocoWriter.writeDetections(detections, stream);
    }
    assertEquals(detections, CocoReader.readDetections(copy));
  }

  @Test
  void uncompressedCountsAndMissingBoxesAreRead() throws Exception {
    DetectedObject detection =
        CocoReader.readDetections(
                file(
                    """
                    [{"image_id": 3, "category_id": 2, "score": 0.5,
                      "segmentation": {"size": [2, 3], "counts": [2, 3, 1]}}]\
                    """))
            .get(3L)
            .getFirst();
    assertEquals(new CocoBox(1, 0, 2, 2), detection.box());
    assertEquals(3, detection.area());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{ | no sound JSON",
        "'' | the file expected a list, got nothing",
        "{} | the file expected a list, got an object",
        "[] [] | no sound JSON",
        "[3] | [0] expected an object, got 3",
        "[{\"image_id\": 1.5}] | [0].image_id expected an integer below 2^63, got 1.5",
        "[{\"image_id\": 1, \"image_id\": 1}] | no sound JSON",
        "[{\"image_id\": 1, \"category_id\": 1}] | [0] has no \"score\"",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1e999, \"bbox\": [0,0,1,1]}] |"
            + " the score must be finite",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"bbox\": [0,0,-1,1]}] |"
            + " [0].bbox is wrong: box: expected finite numbers and no negative size",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"bbox\": [0,0,1]}] |"
            + " [0].bbox expected 4 items, got 3",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"segmentation\":"
            + " {\"size\": [2147483647, 2147483647], \"counts\": \"0\"}}] |"
            + " [0].segmentation is wrong: run lengths: the picture's size",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"segmentation\":"
            + " {\"size\": [5, 5], \"counts\": \"1\"}}] | the runs cover 1 pixels, expected 25",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"segmentation\": [[0,0,1,1,0,1]]}] |"
            + " [0] has polygons; give masks of detections as run lengths",
      })
  void badResultsAreRefusedByNameAndPlace(String text, String fault) throws Exception {
    Path file = file(text);
    FormatException e = assertThrows(FormatException.class, () -> CocoReader.readDetections(file));
    assertTrue(e.getMessage().contains(fault), e::getMessage);
    assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"categories\": [], \"images\": []} | has no \"annotations\"",
        "{\"categories\": [{\"id\": 1}, {\"id\": 1}], \"images\": [], \"annotations\": []} |"
            + " categories[1] repeats category 1",
        "{\"categories\": [], \"images\": [{\"id\": 1}, {\"id\": 1}], \"annotations\": []} |"
            + " images[1] repeats image 1",
        "{\"categories\": [], \"images\": [], \"annotations\": [{\"image_id\": 4, \"category_id\": 1, \"bbox\": [0, 0, 1, 1]}]} |"
            + " annotations[0] is of image 4, which the file does not list",
        "{\"categories\": [{\"id\": 3000000000}]} | categories[0] has the id 3000000000",
        "{\"images\": [{\"id\": 1, \"height\": 65536, \"width\": 65536}]} |"
            + " images[0] is 65536x65536, expected 1 to 2^31 pixels",
        "{\"annotations\": [{\"image_id\": 1, \"category_id\": 1}]} |"
            + " annotations[0] has no \"bbox\"",
        "{\"annotations\": [{\"segmentation\": []}]} |"
            + " annotations[0].segmentation is wrong: polygons: expected at least one, got none",
        "{\"annotations\": [{\"segmentation\": [[1, 2, 3, 4]]}]} |"
            + " annotations[0].segmentation[0] is wrong: polygon: expected x and y of at least",
        "{\"annotations\": [{\"segmentation\": [[1, 2, 3, 4, 5, 1e30]]}]} |"
            + " expected coordinates within 1e8 pixels, got 1.0E30",
        "{\"annotations\": [{\"segmentation\": {\"counts\": [1]}}]} |"
            + " annotations[0].segmentation has no \"size\"",
        "{\"annotations\": [{\"segmentation\": {\"size\": [1], \"counts\": [1]}}]} |"
            + " annotations[0].segmentation expected a size of height and width, got 1 numbers",
      })
  void badTruthIsRefusedByNameAndPlace(String text, String fault) throws Exception {
    Path file = file(text);
    FormatException e = assertThrows(FormatException.class, () -> CocoReader.readTruth(file));
    assertTrue(e.getMessage().contains(fault), e::getMessage);
  }

  @Test
  void detectionsOfUnknownPicturesAreRefused() throws Exception {
    SortedMap<Long, List<DetectedObject>> detections =
        CocoReader.readDetections(
            file(
                """
                [{"image_id": 999, "category_id": 1, "score": 0.5, "bbox": [0, 0, 1, 1]}]\
                """));
    AnnotationSet truth = CocoOracleTest.truth();
    FormatException e =
        assertThrows(FormatException.class, () -> truth.with("dets.json", detections));
    assertTrue(e.getMessage().contains("dets.json: has detections of image 999"), e::getMessage);
  }

  @Test
  void masksOfOtherSizesAreRefused() throws Exception {
    SortedMap<Long, List<DetectedObject>> detections =
        CocoReader.readDetections(
            file(
                """
                [{"image_id": 1, "category_id": 1, "score": 0.5,
                  "segmentation": {"size": [2, 3], "counts": [2, 3, 1]}}]\
                """));
    AnnotationSet truth = CocoOracleTest.truth();
    FormatException e =
        assertThrows(FormatException.class, () -> truth.with("dets.json", detections));
    assertTrue(e.getMessage().contains("has masks of 2x3 pixels for image 1"), e::getMessage);
  }

  @Test
  void annotationsMayComeBeforeTheirPictures() throws Exception {
    AnnotationSet truth =
        CocoReader.readTruth(
            file(
                """
                {"info": {"year": 2020, "more": [1, {"x": null}]},
                 "annotations": [
                   {"id": 1, "image_id": 5, "category_id": 2, "area": 9.5, "iscrowd": 0,
                    "segmentation": [[0, 0, 4, 0, 4, 2, 0, 2], [5, 0, 6, 0, 6, 3, 5, 3]]},
                   {"id": 2, "image_id": 5, "category_id": 2, "iscrowd": 1, "bbox": [1, 1, 2, 2],
                    "segmentation": {"counts": [0, 24], "size": [4, 6]}}],
                 "images": [{"id": 5, "file_name": "a.png", "height": 4, "width": 6}],
                 "categories": [{"id": 2, "name": "spiral", "supercategory": null}]}\
                """));
    assertEquals("a.png", truth.images().get(5L).file());
    List<GroundTruth> objects = truth.with("none", new TreeMap<>()).getFirst().truth();
    assertEquals(8 + 3, objects.getFirst().mask().orElseThrow().area());
    assertEquals(new CocoBox(0, 0, 6, 3), objects.getFirst().box());
    assertEquals(9.5, objects.getFirst().area());
    assertTrue(objects.getLast().crowd());
    assertEquals(24, objects.getLast().area());
  }

  @Test
  void hostileSizesCostNothing() throws Exception {
    AnnotationSet truth =
        CocoReader.readTruth(
            file(
                """
                {"annotations": [
                   {"image_id": 5, "category_id": 2, "segmentation":
                     [[0, 0, 99999999, 0, 0, 99999999]]}],
                 "images": [{"id": 5, "height": 1, "width": 2147483647}],
                 "categories": []}\
                """));
    FormatException e =
        assertThrows(FormatException.class, () -> truth.with("none", new TreeMap<>()));
    assertTrue(e.getMessage().contains("annotations[0] is wrong: region: its outline is"));
  }

  @Test
  void truthRoundTrips() throws Exception {
    AnnotationSet truth = CocoOracleTest.truth();
    List<EvaluatedImage> images = truth.with("none", new TreeMap<>());
    SortedMap<Long, CocoWriter.Image> written = new TreeMap<>();
    for (long id : truth.images().keySet()) {
      AnnotatedImage image = truth.images().get(id);
      written.put(
          id,
          new CocoWriter.Image(
              image.file(), image.size().orElseThrow(), images.get(written.size()).truth()));
    }
    Path copy = folder.resolve("copy.json");
    try (var stream = Files.newOutputStream(copy)) {
      CocoWriter.writeTruth(truth.categories(), written, stream);
    }
    AnnotationSet read = CocoReader.readTruth(copy);
    assertEquals(truth.categories(), read.categories());
    assertEquals(images, read.with("none", new TreeMap<>()));
  }

  @Test
  void encodingsThatNobodyUsesAreRefused() throws Exception {
    for (byte[] start : new byte[][] {{0, 0, '[', 0}, {0, 0, 0, '[', 0}}) {
      Path file = Files.write(folder.resolve("odd.json"), start);
      FormatException e =
          assertThrows(FormatException.class, () -> CocoReader.readDetections(file));
      assertTrue(e.getMessage().startsWith("COCO file " + file + ": is no sound"), e::getMessage);
    }
  }

  @Test
  void missingFilesAreNoFormatFault() {
    assertThrows(
        NoSuchFileException.class, () -> CocoReader.readTruth(folder.resolve("nowhere.json")));
  }
}
