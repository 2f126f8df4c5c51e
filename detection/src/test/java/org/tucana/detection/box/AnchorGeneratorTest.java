package org.tucana.detection.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

class AnchorGeneratorTest {
  private static final AnchorGenerator ANCHORS =
      new AnchorGenerator(List.of(List.of(32f)), List.of(List.of(0.5f, 1f, 2f)));

  @Test
  void baseAnchorsAreRoundedToWholePixels() {
    Boxes boxes = ANCHORS.level(0, new PictureSize(1, 1), new PictureSize(64, 64));
    assertArrayEquals(
        new float[] {-23, -11, 23, 11, -16, -16, 16, 16, -11, -23, 11, 23}, boxes.xyxy());
  }

  @Test
  void cellsFollowAlongRowsWithTheStrideRoundedDown() {
    Boxes boxes = ANCHORS.level(0, new PictureSize(3, 2), new PictureSize(160, 192));
    assertEquals(18, boxes.size());
    // Cell (row 1, column 1): strides 53 and 96.
    assertEquals(-16 + 96, boxes.get(10).x1());
    assertEquals(-16 + 53, boxes.get(10).y1());
  }

  @Test
  void aHalfRoundsToTheEvenNumber() {
    AnchorGenerator odd = new AnchorGenerator(List.of(List.of(5f, 7f)), List.of(List.of(1f)));
    Boxes boxes = odd.level(0, new PictureSize(1, 1), new PictureSize(32, 32));
    assertArrayEquals(new float[] {-2, -2, 2, 2, -4, -4, 4, 4}, boxes.xyxy());
  }

  @Test
  void refusesAnotherNumberOfLevels() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ANCHORS.all(
                        List.of(new PictureSize(2, 2), new PictureSize(1, 1)),
                        new PictureSize(64, 64)))
            .getMessage();
    assertEquals(
        "anchors: sizes were given for 1 levels but the pyramid has 2; give one list of sizes and"
            + " one of aspect ratios a level",
        message);
  }
}
