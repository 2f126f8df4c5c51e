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
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.RunLength;

class ScenesTest {
  private static final SimulationSettings SKY =
      SimulationSettings.named("training-survey").withSide(96);
  private static final SceneStyle SMALL = new SceneStyle(2, 6, 5, 16, SKY);

  private static Composer composer(long seed) {
    Simulator stamps = new Simulator(3, SKY);
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
    Simulator simulator = new Simulator(5, SKY);
    Example first = simulator.example(7);
    Example again = new Simulator(5, SKY).example(7);
    assertArrayEquals(first.picture().pixels(), again.picture().pixels());
    assertEquals(first.annotations().size(), again.annotations().size());
    assertFalse(Arrays.equals(first.picture().pixels(), simulator.example(8).picture().pixels()));
    assertArrayEquals(
        composer(2).scene(4).picture().pixels(), composer(2).scene(4).picture().pixels());
    assertNotEquals(composer(2).scene(4).name(), composer(3).scene(4).name());
  }

  @Test
  void truthIsTightAndEveryPixelHasOneOwner() {
    List<Example> scenes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      scenes.add(new Simulator(11, SKY).example(i));
      scenes.add(composer(11).scene(i));
    }
    int objects = 0;
    for (Example scene : scenes) {
      int[] owners = new int[96 * 96];
      for (Annotation a : scene.annotations()) {
        objects++;
        assertTrue(a.label().isPresent());
        assertTrue(a.mask().area() >= 50);
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
      Example stamp = new Simulator(21, SKY).stamp(1, Optional.of(kind));
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
  void refusesImpossibleStyles() {
    assertThrows(IllegalArgumentException.class, () -> new SceneStyle(2, 1, 3, 4, SKY));
    assertThrows(IllegalArgumentException.class, () -> new SceneStyle(1, 2, 4, 3, SKY));
    assertThrows(IllegalArgumentException.class, () -> new Composer(1, SMALL, List.of()));
  }
}
