package org.tucana.detection.roi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.PictureSize;

class MaskPasteTest {
  private static final int SIDE = 28;
  private static final PictureSize PICTURE = new PictureSize(60, 80);
  private final MaskPaste paste = new MaskPaste(SIDE);

  private static float[] full() {
    float[] mask = new float[SIDE * SIDE];
    Arrays.fill(mask, 1);
    return mask;
  }

  @Test
  void aFullMaskFillsItsBox() {
    MaskCrop crop = paste.paste(full(), 0, new Box(10, 20, 38, 48), PICTURE);
    // The box grows by one bin a side, 28 pixels to 30, and covers pixels 9..39 and 19..49.
    assertEquals(9, crop.x());
    assertEquals(19, crop.y());
    assertEquals(31, crop.width());
    assertEquals(31, crop.height());
    assertEquals(1, crop.probabilities()[15 * 31 + 15]);
    assertEquals(0, crop.probabilities()[0], 1e-6);
    Box bounds = crop.toRunLength().bounds();
    assertTrue(bounds.iou(new Box(10, 20, 38, 48)) > 0.93, bounds.toString());
  }

  @Test
  void theRightHalfStaysRight() {
    float[] mask = new float[2 * SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      Arrays.fill(mask, (SIDE + row) * SIDE + SIDE / 2, (SIDE + row + 1) * SIDE, 1);
    }
    MaskCrop crop = paste.paste(mask, 1, new Box(0, 0, 56, 56), PICTURE);
    Box bounds = crop.toRunLength().bounds();
    assertEquals(28, bounds.x1(), 1);
    assertEquals(56, bounds.x2(), 1);
  }

  @Test
  void whatLiesOutsideThePictureIsCutOff() {
    MaskCrop crop = paste.paste(full(), 0, new Box(60, -10, 100, 30), PICTURE);
    assertEquals(80, crop.x() + crop.width());
    assertEquals(0, crop.y());
    assertTrue(crop.area() > 18 * 28);
    assertEquals(0, paste.paste(full(), 0, new Box(90, 0, 99, 9), PICTURE).area());
  }

  @Test
  void aBoxSmallerThanAPixelIsOnePixel() {
    MaskCrop crop = paste.paste(full(), 0, new Box(5.2f, 5.2f, 5.3f, 5.3f), PICTURE);
    assertEquals(1, crop.width());
    assertEquals(1, crop.area());
  }
}
