package org.tucana.astro.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.nn.data.Picture;

class ObjectCropTest {
  /** A bright square of 40 pixels a side on black, its centre at (68, 60). */
  private static Picture square() {
    Picture picture = Picture.black(1, 128, 128);
    for (int y = 40; y < 80; y++) {
      for (int x = 48; x < 88; x++) {
        picture.pixels()[y * 128 + x] = 1;
      }
    }
    return picture;
  }

  @Test
  void theObjectIsCentredAndFillsItsShare() {
    Picture stamp = square();
    Picture crop = new ObjectCrop(20, 2).apply(stamp, AutomaticMask.of(stamp));
    // The square of 80 pixels becomes 20: the object covers pixels 5 to 14 both ways.
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        boolean inside = y >= 5 && y < 15 && x >= 5 && x < 15;
        // The outermost samples of a pixel blend half a source pixel across the edge.
        assertEquals(inside ? 1 : 0, crop.at(0, y, x), 0.25, "at " + y + "," + x);
      }
    }
    assertEquals(1, crop.at(0, 10, 10));
    assertEquals(0, crop.at(0, 1, 1));
  }

  @Test
  void withoutAnObjectTheWholeStampIsTaken() {
    float[] values = {0.5f, 0.5f, 0.5f, 0.5f};
    Picture flat = new Picture(1, 2, 2, values);
    AutomaticMask found = AutomaticMask.of(flat);
    assertEquals(0, found.central());
    assertArrayEquals(values, new ObjectCrop(2, 1.5).apply(flat, found).pixels());
  }

  @Test
  void meansOfManyPixelsKeepTheLight() {
    Picture stamp = square();
    Picture crop = new ObjectCrop(7, 3).apply(stamp, AutomaticMask.of(stamp));
    double sum = 0;
    for (float value : crop.pixels()) {
      sum += value;
    }
    // The object is a ninth of the square; black is all around.
    assertEquals(49 / 9.0, sum, 0.01 * 49 / 9.0);
    assertTrue(crop.at(0, 3, 3) > 0.99);
  }

  @Test
  void senselessSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ObjectCrop(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ObjectCrop(8, Double.NaN));
  }
}
