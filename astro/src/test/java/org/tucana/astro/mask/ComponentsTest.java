package org.tucana.astro.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tucana.astro.mask.Components.Component;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;

class ComponentsTest {
  @Test
  void pixelsThatTouchByACornerBelongTogether() {
    Components found = Components.of(mask(3, 5, "#..#.", ".#..#", "#...."));
    assertEquals(2, found.count());
    assertArrayEquals(new int[] {1, 0, 0, 2, 0, 0, 1, 0, 0, 2, 1, 0, 0, 0, 0}, found.labels());
    assertEquals(new Component(3, new Box(0, 0, 2, 3), 1.0 / 3, 1), found.component(1));
    assertEquals(new Component(2, new Box(3, 0, 5, 2), 3.5, 0.5), found.component(2));
  }

  @Test
  void pixelsOfLargeComponentsAreListed() {
    Components found = Components.of(mask(3, 5, "#..#.", ".#..#", "#...."));
    assertArrayEquals(new int[] {0, 6, 10}, found.pixels(3).getFirst());
    assertEquals(1, found.pixels(3).size());
    assertArrayEquals(new int[] {3, 9}, found.pixels(1).get(1));
    assertEquals(0, found.pixels(4).size());
  }

  @Test
  void aSpiralOfOnePixelWidthIsOneComponent() {
    Components found = Components.of(mask(5, 5, "#####", "....#", "###.#", "#...#", "#####"));
    assertEquals(1, found.count());
    assertEquals(17, found.mask(1).area());
  }

  @Test
  void aLargePictureNeedsNoDeepStack() {
    byte[] pixels = new byte[4_000_000];
    Arrays.fill(pixels, (byte) 1);
    assertEquals(4_000_000, Components.of(new BinaryMask(2000, 2000, pixels)).component(1).area());
  }

  @Test
  void nothingHasNoComponent() {
    assertEquals(0, Components.of(BinaryMask.empty(3, 3)).count());
    assertEquals(0, Components.of(BinaryMask.empty(0, 0)).count());
  }

  private static BinaryMask mask(int height, int width, String... rows) {
    byte[] pixels = new byte[height * width];
    String text = String.join("", rows);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (text.charAt(i) == '#' ? 1 : 0);
    }
    return new BinaryMask(height, width, pixels);
  }
}
