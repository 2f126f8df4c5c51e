package org.tucana.detection.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

class MaskCropTest {
  private static MaskCrop random(
      long seed, PictureSize picture, int x, int y, int height, int width) {
    Philox random = new RandomKey(seed, "mask", 0).stream();
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return new MaskCrop(picture, x, y, height, width, values);
  }

  private static BinaryMask whole(MaskCrop crop) {
    float[] probabilities = crop.toPicture();
    byte[] pixels = new byte[probabilities.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (probabilities[i] >= 0.5f ? 1 : 0);
    }
    return new BinaryMask(crop.picture().height(), crop.picture().width(), pixels);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 7, 9", "2, 3, 4, 5", "8, 6, 1, 1", "0, 2, 5, 9", "4, 0, 7, 1", "3, 3, 0, 0"})
  void runLengthsAreThoseOfTheWholeMask(int x, int y, int height, int width) {
    MaskCrop crop = random(x + 10L * y, new PictureSize(7, 9), x, y, height, width);
    assertEquals(RunLength.of(whole(crop)), crop.toRunLength());
    assertEquals(whole(crop).area(), crop.area());
  }

  @Test
  void unionAndIntersectionAreThoseOfThePixels() {
    PictureSize size = new PictureSize(12, 12);
    MaskCrop a = random(1, size, 1, 2, 6, 5);
    MaskCrop b = random(2, size, 4, 4, 7, 8);
    int common = 0;
    int either = 0;
    BinaryMask wholeA = whole(a);
    BinaryMask wholeB = whole(b);
    for (int i = 0; i < 144; i++) {
      common += wholeA.pixels()[i] & wholeB.pixels()[i];
      either += wholeA.pixels()[i] | wholeB.pixels()[i];
    }
    assertEquals(common, a.intersection(b));
    assertEquals(either, a.union(b).area());
    float[] surer = a.union(b).toPicture();
    for (int i = 0; i < 144; i++) {
      assertEquals(Math.max(a.toPicture()[i], b.toPicture()[i]), surer[i]);
    }
  }

  @Test
  void aPlacedMaskKeepsItsPixels() {
    MaskCrop crop =
        new MaskCrop(new PictureSize(2, 2), 1, 0, 2, 1, new float[] {0.5f, 0.4f})
            .placed(new PictureSize(4, 5), 2, 1);
    float[] expected = new float[20];
    expected[8] = 0.5f;
    expected[13] = 0.4f;
    assertArrayEquals(expected, crop.toPicture());
    assertEquals(1, crop.areaWithin(new Box(3, 1, 4, 2)));
    assertEquals(0, crop.areaWithin(new Box(0, 0, 3, 4)));
  }

  @Test
  void refusesAWindowBeyondThePicture() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MaskCrop(new PictureSize(2, 2), 1, 0, 2, 2, new float[4]));
  }
}
