package org.tucana.astro.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tucana.astro.GalaxyClass;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.RunLength;

class ScenesTest {
  private static final SceneStyle SMALL = new SceneStyle(96, 2, 6, 5, 16, 3, 4);

  private static Composer composer(long seed) {
    Simulator stamps = new Simulator(3, SceneStyle.survey(96));
    List<Example> cutFrom = new ArrayList<>();
    for (GalaxyClass kind : GalaxyClass.values()) {
      for (int i = 0; i < 3; i++) {
        Example stamp = stamps.stamp(10 * kind.label() + i, Optional.of(kind));
        if (!stamp.annotations().isEmpty()) {
          cutFrom.add(stamp);
        }
      }
    }
    return new Composer(seed, SMALL, cutFrom);
  }

  @Test
  void seedAndNumberDetermineEveryPixel() {
    Simulator simulator = new Simulator(5, SMALL);
    Example first = simulator.scene(7);
    Example again = new Simulator(5, SMALL).scene(7);
    assertArrayEquals(first.picture().pixels(), again.picture().pixels());
    assertEquals(first.annotations().size(), again.annotations().size());
    assertFalse(Arrays.equals(first.picture().pixels(), simulator.scene(8).picture().pixels()));
    assertArrayEquals(
        composer(2).scene(4).picture().pixels(), composer(2).scene(4).picture().pixels());
    assertNotEquals(composer(2).scene(4).name(), composer(3).scene(4).name());
  }

  @Test
  void truthIsTightAndEveryPixelHasOneOwner() {
    List<Example> scenes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      scenes.add(new Simulator(11, SMALL).scene(i));
      scenes.add(composer(11).scene(i));
    }
    int objects = 0;
    for (Example scene : scenes) {
      int[] owners = new int[96 * 96];
      for (Annotation a : scene.annotations()) {
        objects++;
        assertTrue(a.label().isPresent());
        assertTrue(a.mask().area() >= VisibleMasks.FEWEST_PIXELS);
        assertEquals(RunLength.of(a.mask()).bounds(), a.box());
        for (int i = 0; i < owners.length; i++) {
          owners[i] += a.mask().pixels()[i];
        }
      }
      assertTrue(Arrays.stream(owners).allMatch(n -> n <= 1), scene.name());
      for (float v : scene.picture().pixels()) {
        assertTrue(v >= 0 && v <= 1);
      }
    }
    assertTrue(objects > 12, "objects " + objects);
  }

  @Test
  void outlinedPixelsAreBrighterThanTheSky() {
    for (GalaxyClass kind : GalaxyClass.values()) {
      Example stamp =
          new Simulator(21, SceneStyle.survey(96).scaled(96)).stamp(1, Optional.of(kind));
      assertFalse(stamp.annotations().isEmpty(), kind.title());
      Annotation galaxy = stamp.annotations().getFirst();
      assertEquals(OptionalInt.of(kind.label()), galaxy.label());
      double inside = 0;
      double outside = 0;
      int n = galaxy.mask().area();
      float[] pixels = stamp.picture().pixels();
      for (int i = 0; i < 96 * 96; i++) {
        if (galaxy.mask().pixels()[i] != 0) {
          inside += pixels[96 * 96 + i] / n;
        } else {
          outside += pixels[96 * 96 + i] / (96 * 96 - n);
        }
      }
      assertTrue(inside > outside + 0.03, kind + " " + inside + " over " + outside);
    }
  }

  @Test
  void holesFillAndBaysDoNot() {
    byte[] ring = new byte[25];
    for (int i : new int[] {6, 7, 8, 11, 13, 16, 17, 18}) {
      ring[i] = 1;
    }
    BinaryMask filled = Outlines.withoutHoles(new BinaryMask(5, 5, ring));
    assertEquals(9, filled.area());
    ring[17] = 0;
    BinaryMask bay = Outlines.withoutHoles(new BinaryMask(5, 5, ring));
    assertEquals(7, bay.area());
  }

  @Test
  void refusesImpossibleStyles() {
    assertThrows(IllegalArgumentException.class, () -> new SceneStyle(8, 1, 2, 3, 4, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new SceneStyle(64, 3, 2, 3, 4, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Composer(1, SMALL, List.of()));
  }
}
