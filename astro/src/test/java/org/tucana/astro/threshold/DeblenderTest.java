package org.tucana.astro.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.astro.mask.Components;
import org.tucana.detection.structure.BinaryMask;

class DeblenderTest {
  private static final double THRESHOLD = 1;
  private static final int MINIMUM_AREA = 5;

  private static int[] above(TestSky sky) {
    return IntStream.range(0, sky.pixels.length).filter(i -> sky.pixels[i] > THRESHOLD).toArray();
  }

  private static List<Part> parts(TestSky sky, int levels, double contrast) {
    Deblender deblender =
        new Deblender(
            sky.height,
            sky.width,
            sky.pixels,
            THRESHOLD,
            MINIMUM_AREA,
            new Deblending(levels, contrast));
    return deblender.parts(above(sky));
  }

  private static TestSky pair(double distance) {
    return new TestSky(60, 80).blob(30, 30, 4, 100).blob(30 + distance, 30, 3, 60);
  }

  @Test
  void twoBlobsAreTwoObjectsThatPartInTheValley() {
    TestSky sky = pair(16);
    List<Part> parts = parts(sky, 32, 0.005);
    assertEquals(2, parts.size());
    int[] all = parts.stream().flatMapToInt(p -> Arrays.stream(p.pixels())).sorted().toArray();
    assertArrayEquals(above(sky), all, "every pixel has one owner");
    for (Part part : parts) {
      Moments core = Moments.of(part.core(), sky.pixels, sky.width);
      double truth = core.x() < 38 ? 30 : 46;
      assertEquals(truth, core.x(), 0.5);
      assertEquals(30, core.y(), 0.05);
      for (int p : part.core()) {
        assertTrue(sky.pixels[p] >= part.floor());
        assertTrue(Arrays.binarySearch(part.pixels(), p) >= 0);
      }
      // The darkest column between the centres lies at 39, less than two levels wide.
      for (int p : part.pixels()) {
        int x = p % sky.width;
        assertTrue(truth == 30 ? x <= 41 : x >= 37, "column " + x);
      }
      assertEquals(1, Components.of(mask(sky, part.pixels())).count(), "stays connected");
    }
  }

  private static BinaryMask mask(TestSky sky, int[] pixels) {
    byte[] inside = new byte[sky.pixels.length];
    for (int p : pixels) {
      inside[p] = 1;
    }
    return new BinaryMask(sky.height, sky.width, inside);
  }

  @Test
  void aBranchNeedsItsShareOfTheLight() {
    assertEquals(1, parts(pair(16), 32, 0.5).size());
    assertEquals(1, parts(pair(16), 1, 0).size());
    assertEquals(1, parts(pair(4), 32, 0.005).size());
  }

  @Test
  void branchesOfBranchesAreFound() {
    TestSky sky = new TestSky(60, 120).blob(30, 30, 4, 100).blob(46, 30, 4, 90).blob(76, 30, 6, 40);
    List<Part> parts = parts(sky, 32, 0.005);
    assertEquals(3, parts.size());
    double[] centres =
        parts.stream()
            .mapToDouble(p -> Moments.of(p.core(), sky.pixels, sky.width).x())
            .sorted()
            .toArray();
    assertArrayEquals(new double[] {30, 46, 76}, centres, 0.6);
  }

  @Test
  void aBranchNeedsItsArea() {
    TestSky sky = new TestSky(40, 40).blob(20, 20, 5, 20);
    sky.pixels[20 * 40 + 30] = 30;
    assertEquals(1, parts(sky, 32, 0.001).size());
  }

  @Test
  void oneBlobStaysWhole() {
    TestSky sky = new TestSky(40, 40).blob(20, 20, 3, 50);
    List<Part> parts = parts(sky, 32, 0);
    assertEquals(1, parts.size());
    assertArrayEquals(above(sky), parts.getFirst().pixels());
    assertArrayEquals(above(sky), parts.getFirst().core());
  }

  @Test
  void equalPixelsAreOneObject() {
    TestSky sky = new TestSky(40, 40).fill(5, 5, 20, 30, 2);
    assertEquals(1, parts(sky, 32, 0).size());
  }

  @Test
  void theSecondObjectDoesNotSeeTheFirst() {
    TestSky sky = pair(16);
    Deblender deblender =
        new Deblender(60, 80, sky.pixels, THRESHOLD, MINIMUM_AREA, new Deblending(32, 0.005));
    deblender.parts(above(sky));
    int[] left = Arrays.stream(above(sky)).filter(p -> p % sky.width < 36).toArray();
    assertArrayEquals(left, deblender.parts(left).getFirst().pixels());
  }
}
