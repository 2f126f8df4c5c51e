package org.tucana.detection.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

class OutlineTest {
  /** Rows of text, '#' inside. */
  private static BinaryMask mask(String... rows) {
    byte[] pixels = new byte[rows.length * rows[0].length()];
    String all = String.join("", rows);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (all.charAt(i) == '#' ? 1 : 0);
    }
    return new BinaryMask(rows.length, rows[0].length(), pixels);
  }

  @Test
  void onePixelIsASquareAroundIt() {
    List<Outline> outlines = Outline.of(mask("...", "..#"));
    assertEquals(List.of(new Outline(square(2, 1, 3, 2), List.of())), outlines);
    assertEquals(1, outlines.getFirst().outer().signedArea());
  }

  private static Polygon square(float left, float top, float right, float bottom) {
    return new Polygon(new float[] {left, top, right, top, right, bottom, left, bottom});
  }

  @Test
  void holesBelongToThePartAroundThem() {
    List<Outline> outlines =
        Outline.of(
            mask("#######", "#.....#", "#.###.#", "#.#.#.#", "#.###.#", "#.....#", "#######"));
    assertEquals(2, outlines.size());
    assertEquals(square(0, 0, 7, 7), outlines.getFirst().outer());
    assertEquals(-25, outlines.getFirst().holes().getFirst().signedArea());
    assertEquals(square(2, 2, 5, 5), outlines.getLast().outer());
    assertEquals(-1, outlines.getLast().holes().getFirst().signedArea());
  }

  @Test
  void pixelsThatTouchAtACornerAreOnePart() {
    assertEquals(1, Outline.of(mask("#.", ".#")).size());
    assertEquals(1, Outline.of(mask(".#", "#.")).size());
    assertEquals(2, Outline.of(mask("#..", "..#")).size());
  }

  @Test
  void anEmptyMaskHasNoOutline() {
    assertEquals(List.of(), Outline.of(BinaryMask.empty(4, 3)));
    assertEquals(List.of(), Outline.of(BinaryMask.empty(0, 0)));
  }

  @Test
  void fillingGivesTheMaskBack() {
    Philox random = new RandomKey(4, "outline test", 0).stream();
    for (int round = 0; round < 40; round++) {
      int height = 1 + random.nextInt(24);
      int width = 1 + random.nextInt(24);
      double density = random.nextDouble();
      byte[] pixels = new byte[height * width];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (random.nextDouble() < density ? 1 : 0);
      }
      BinaryMask mask = new BinaryMask(height, width, pixels);
      List<Outline> outlines = Outline.of(mask);
      if (!outlines.isEmpty()) {
        assertEquals(
            RunLength.of(mask), Region.Rings.of(outlines).runs(new PictureSize(height, width)));
      }
      double area = 0;
      for (Outline outline : outlines) {
        area += outline.outer().signedArea();
        for (Polygon hole : outline.holes()) {
          assertTrue(hole.signedArea() < 0);
          area += hole.signedArea();
        }
      }
      assertEquals(mask.area(), area);
    }
  }

  @Test
  void pointsInAndOutOfATriangle() {
    Polygon triangle = new Polygon(new float[] {0, 0, 4, 0, 0, 4});
    assertTrue(triangle.contains(1, 1));
    assertTrue(!triangle.contains(3, 3));
    assertThrows(IllegalArgumentException.class, () -> new Polygon(new float[] {1, 2, 3, 4}));
  }
}
