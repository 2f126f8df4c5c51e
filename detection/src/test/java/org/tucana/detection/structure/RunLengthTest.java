package org.tucana.detection.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunLengthTest {
  private static BinaryMask blobs(int height, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BinaryMask mask = BinaryMask.empty(height, width);
    for (int i = 0; i < 4 && height > 0 && width > 0; i++) {
      int top = random.nextInt(height);
      int left = random.nextInt(width);
      int bottom = Math.min(height, top + 1 + random.nextInt(height));
      int right = Math.min(width, left + 1 + random.nextInt(width));
      byte value = (byte) (i == 2 ? 0 : 1);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          mask.pixels()[y * width + x] = value;
        }
      }
    }
    return mask;
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,5", "5,0", "1,1", "1,7", "7,1", "13,31", "64,33", "207,5"})
  void maskRunLengthsAndTextRoundTrip(int height, int width) {
    for (long seed = 0; seed < 20; seed++) {
      BinaryMask mask = blobs(height, width, seed);
      RunLength runs = RunLength.of(mask);
      assertArrayEquals(mask.pixels(), runs.toMask().pixels());
      assertEquals(runs, RunLengthText.decode(height, width, RunLengthText.encode(runs)));
      assertEquals(mask.area(), runs.area());
    }
  }

  @Test
  void boundsContainsAndOverlapAgreeWithPixels() {
    for (long seed = 0; seed < 50; seed++) {
      BinaryMask a = blobs(23, 17, seed);
      BinaryMask b = blobs(23, 17, seed + 1000);
      RunLength runs = RunLength.of(a);
      int both = 0;
      int either = 0;
      float left = 17;
      float top = 23;
      float right = 0;
      float bottom = 0;
      for (int y = 0; y < 23; y++) {
        for (int x = 0; x < 17; x++) {
          assertEquals(a.at(y, x), runs.contains(y, x));
          both += a.at(y, x) && b.at(y, x) ? 1 : 0;
          either += a.at(y, x) || b.at(y, x) ? 1 : 0;
          if (a.at(y, x)) {
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x + 1);
            bottom = Math.max(bottom, y + 1);
          }
        }
      }
      assertEquals(new Box(left, top, right, bottom), runs.bounds());
      assertEquals(both, runs.intersection(RunLength.of(b)));
      assertEquals((double) both / either, runs.iou(RunLength.of(b)));
    }
  }

  @Test
  void emptyMasksHaveNoBoundsAndNoOverlap() {
    RunLength empty = RunLength.empty(4, 3);
    assertEquals(new Box(0, 0, 0, 0), empty.bounds());
    assertEquals(0, empty.iou(empty));
    assertFalse(empty.contains(1, 1));
    assertFalse(empty.contains(-1, 1));
  }

  @Test
  void columnsComeFirst() {
    BinaryMask mask = new BinaryMask(2, 3, new byte[] {1, 0, 0, 1, 1, 0});
    assertArrayEquals(new int[] {0, 2, 1, 1, 2}, RunLength.of(mask).counts());
    assertArrayEquals(
        mask.pixels(), new RunLength(2, 3, new int[] {0, 1, 0, 1, 1, 1, 2}).toMask().pixels());
  }

  @ParameterizedTest
  @CsvSource({"'0,o',other", "'0p',other", "'0o',ends", "'ooooooooo0',long", "'12',cover"})
  void badTextIsRefused(String text, String word) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RunLengthText.decode(5, 5, text),
            () -> "for " + text);
    assertTrue(
        e.getMessage().contains(word.equals("other") ? "does not belong" : word), e::getMessage);
  }

  @Test
  void runsThatDoNotFillThePictureAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RunLength(2, 2, new int[] {3}));
    assertThrows(IllegalArgumentException.class, () -> new RunLength(2, 2, new int[] {6, -2}));
    assertThrows(
        IllegalArgumentException.class, () -> new RunLength(1 << 20, 1 << 20, new int[] {0}));
    RunLength small = RunLength.empty(2, 2);
    RunLength wide = RunLength.empty(2, 3);
    assertThrows(IllegalArgumentException.class, () -> small.intersection(wide));
  }
}
