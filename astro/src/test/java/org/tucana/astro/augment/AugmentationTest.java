package org.tucana.astro.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tucana.astro.mask.Components;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;

class AugmentationTest {
  @Test
  void aQuarterTurnIsClockwise() {
    Picture picture = new Picture(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6});
    Picture turned = new Orientation(false, false, 1).apply(picture);
    assertEquals(3, turned.height());
    assertArrayEquals(new float[] {4, 1, 5, 2, 6, 3}, turned.pixels());
    assertArrayEquals(
        new float[] {6, 5, 4, 3, 2, 1}, new Orientation(false, false, 2).apply(picture).pixels());
    assertArrayEquals(
        new float[] {3, 6, 2, 5, 1, 4}, new Orientation(false, false, 3).apply(picture).pixels());
    assertArrayEquals(
        new float[] {3, 2, 1, 6, 5, 4}, new Orientation(true, false, 0).apply(picture).pixels());
    assertArrayEquals(
        new float[] {4, 5, 6, 1, 2, 3}, new Orientation(false, true, 0).apply(picture).pixels());
  }

  @Test
  void boxesFollowTheirMasks() {
    Example example = example();
    for (int i = 0; i < 16; i++) {
      Example turned = new Orientation((i & 1) != 0, (i & 2) != 0, i / 4).apply(example);
      Annotation annotation = turned.annotations().getFirst();
      assertEquals(
          Components.of(annotation.mask()).component(1).box(), annotation.box(), "case " + i);
      for (int p = 0; p < annotation.mask().pixels().length; p++) {
        assertEquals(annotation.mask().pixels()[p], turned.picture().pixels()[p], "case " + i);
      }
    }
  }

  @Test
  void aKeyGivesOneExampleAndManyGiveAllOrientations() {
    Augmentation still = new Augmentation(0);
    Set<String> seen = new HashSet<>();
    for (int step = 0; step < 100; step++) {
      RandomKey key = new RandomKey(3, "test", step);
      Box box = still.apply(example(), key).annotations().getFirst().box();
      assertEquals(box, still.apply(example(), key).annotations().getFirst().box());
      seen.add(box.toString());
    }
    assertEquals(8, seen.size());
  }

  @Test
  void noiseIsSmallAndKeepsTheRange() {
    Example example = example();
    RandomKey key = new RandomKey(3, "test", 1);
    float[] clean = new Augmentation(0).apply(example, key).picture().pixels();
    float[] noisy = Augmentation.PUBLISHED.apply(example, key).picture().pixels();
    boolean changed = false;
    for (int i = 0; i < clean.length; i++) {
      assertEquals(clean[i], noisy[i], 5 / 255f + 1e-6f);
      assertTrue(noisy[i] >= 0 && noisy[i] <= 1);
      changed |= clean[i] != noisy[i];
    }
    assertTrue(changed);
    assertNotEquals(0, example.picture().pixels().length);
    assertThrows(IllegalArgumentException.class, () -> new Augmentation(Float.NaN));
  }

  /** A picture that is 1 on its one object, which lies in no symmetric place. */
  private static Example example() {
    byte[] pixels = new byte[6 * 9];
    float[] samples = new float[6 * 9];
    for (int x = 1; x < 4; x++) {
      pixels[2 * 9 + x] = 1;
      samples[2 * 9 + x] = 1;
    }
    Annotation annotation =
        new Annotation(new Box(1, 2, 4, 3), OptionalInt.of(1), new BinaryMask(6, 9, pixels));
    return new Example("made", new Picture(1, 6, 9, samples), List.of(annotation));
  }
}
