package org.tucana.detection.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.FormatException;

final class CocoFormatTest {
  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("file.json"), text);
  }

  @Test
  void detectionsRoundTrip() throws Exception {
    SortedMap<Long, List<DetectedObject>> detections =
        CocoFormat.readDetections(CocoOracleTest.resource("coco_dets.json"));
    assertEquals(69, detections.values().stream().mapToInt(List::size).sum());
    Path copy = folder.resolve("copy.json");
    try (var stream = Files.newOutputStream(copy)) {
      CocoFormat.writeDetections(detections, stream);
    }
    assertEquals(detections, CocoFormat.readDetections(copy));
  }

  @Test
  void uncompressedCountsAndMissingBoxesAreRead() throws Exception {
    DetectedObject detection =
        CocoFormat.readDetections(
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
        "{ | no sound JSON",
        "'' | the file expected a list, got a JSON missing",
        "{} | the file expected a list, got a JSON object",
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
            + " [0].segmentation.counts is wrong: run lengths: the picture's size",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"segmentation\":"
            + " {\"size\": [5, 5], \"counts\": \"1\"}}] | the runs cover 1 pixels, expected 25",
        "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"segmentation\": [[0,0,1]]}] |"
            + " is a list of polygons; give masks as run lengths",
      })
  void badResultsAreRefusedByNameAndPlace(String text, String fault) throws Exception {
    Path file = file(text);
    FormatException e = assertThrows(FormatException.class, () -> CocoFormat.readDetections(file));
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
        "{\"categories\": [], \"images\": [], \"annotations\": [{\"image_id\": 4}]} |"
            + " annotations[0] is of image 4, which the file does not list",
      })
  void badTruthIsRefusedByNameAndPlace(String text, String fault) throws Exception {
    Path file = file(text);
    FormatException e = assertThrows(FormatException.class, () -> CocoFormat.readTruth(file));
    assertTrue(e.getMessage().contains(fault), e::getMessage);
  }

  @Test
  void detectionsOfUnknownPicturesAreRefused() throws Exception {
    SortedMap<Long, List<DetectedObject>> detections =
        CocoFormat.readDetections(
            file(
                """
                [{"image_id": 999, "category_id": 1, "score": 0.5, "bbox": [0, 0, 1, 1]}]\
                """));
    CocoDataset truth = CocoOracleTest.truth();
    assertThrows(IllegalArgumentException.class, () -> truth.with(detections));
  }

  @Test
  void otherEncodingsAreRefused() throws Exception {
    Path file = Files.write(folder.resolve("cut.json"), new byte[] {0, 0, 0, '[', 0});
    FormatException e = assertThrows(FormatException.class, () -> CocoFormat.readTruth(file));
    assertTrue(e.getMessage().contains(file + ": is no UTF-8 text; save it as such"));
  }

  @Test
  void missingFilesAreNoFormatFault() {
    assertThrows(
        NoSuchFileException.class, () -> CocoFormat.readTruth(folder.resolve("nowhere.json")));
  }
}
