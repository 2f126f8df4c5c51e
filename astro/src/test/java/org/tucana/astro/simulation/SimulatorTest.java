package org.tucana.astro.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.Example;

/** Whole scenes. */
class SimulatorTest {
  private static final SimulationSettings CROWDED =
      SimulationSettings.named("crowded").withSide(160);

  private static SimulationSettings empty(String name) {
    SimulationSettings all = SimulationSettings.named(name).withSide(128);
    GalaxySettings galaxies = all.galaxies();
    return new SimulationSettings(
        name,
        128,
        new GalaxySettings(new Range(0, 0), galaxies.counts(), galaxies.shares(), 0, 0, 0),
        new StarSettings(new Range(0, 0), all.stars().counts()),
        all.instrument(),
        all.display(),
        all.outline());
  }

  @Test
  void seedAndNumberDetermineEveryPixelWhateverTheThreads() throws Exception {
    SimulatedScene scene = new Simulator(9, CROWDED).scene(4);
    SimulatedScene again;
    try (ForkJoinPool alone = new ForkJoinPool(1)) {
      again = alone.submit(() -> new Simulator(9, CROWDED).scene(4)).get();
    }
    assertArrayEquals(scene.counts().pixels(), again.counts().pixels());
    assertArrayEquals(scene.segmentation(), again.segmentation());
    assertEquals(scene.catalogue(), again.catalogue());
    assertFalse(
        Arrays.equals(
            scene.counts().pixels(), new Simulator(9, CROWDED).scene(5).counts().pixels()));
  }

  @Test
  void examplesAreScenesWithoutTheOtherBands() {
    SimulatedScene scene = new Simulator(2, CROWDED).scene(1);
    Example example = new Simulator(2, CROWDED).example(1);
    assertArrayEquals(scene.picture().pixels(), example.picture().pixels());
    assertEquals(scene.annotations().size(), example.annotations().size());
    assertEquals(scene.name(), example.name());
  }

  @Test
  void catalogueSegmentationAndAnnotationsAgree() {
    SimulatedScene scene = new Simulator(2, CROWDED).scene(7);
    int[] areas = new int[scene.catalogue().size() + 1];
    for (int id : scene.segmentation()) {
      areas[id]++;
    }
    int annotated = 0;
    for (CatalogueEntry entry : scene.catalogue()) {
      assertEquals(areas[entry.id()], entry.area());
      if (entry.area() > 0) {
        Annotation annotation = scene.annotations().get(annotated++);
        assertEquals(entry.area(), annotation.mask().area());
        assertEquals(entry.kind().orElseThrow().label(), annotation.label().orElseThrow());
        assertTrue(entry.isophote() >= 1.5);
      }
    }
    assertEquals(scene.annotations().size(), annotated);
    assertTrue(annotated > 3);
    List<String> lines = SceneFiles.catalogue(scene.catalogue()).lines().toList();
    assertEquals(scene.catalogue().size() + 1, lines.size());
    for (String line : lines) {
      assertEquals(15, line.chars().filter(c -> c == ',').count(), line);
    }
  }

  @Test
  void emptySkiesHaveTheStatedNoise() {
    for (String name : new String[] {"easy", "training-survey"}) {
      for (int number = 0; number < 4; number++) {
        SimulatedScene scene = new Simulator(6, empty(name)).scene(number);
        scene
            .bands()
            .forEach((band, picture) -> {
              Exposure.Conditions conditions = scene.exposure().in(band);
              double gain = scene.exposure().gain();
              double mean = 0;
              double squares = 0;
              for (float counts : picture.pixels()) {
                double electrons = counts * gain - conditions.sky();
                mean += electrons / picture.pixels().length;
                squares += electrons * electrons / picture.pixels().length;
              }
              double noise = conditions.noise();
              // Grain lessens the number of independent pixels some tenfold.
              assertEquals(0, mean / noise, 0.12, band.title());
              assertEquals(1, Math.sqrt(squares) / noise, 0.06, band.title());
            });
        assertTrue(scene.annotations().isEmpty() && scene.catalogue().isEmpty());
      }
    }
  }

  @Test
  void easyGalaxiesKeepTheirDistance() {
    SimulatedScene scene = new Simulator(1, SimulationSettings.named("easy")).scene(0);
    for (CatalogueEntry a : scene.catalogue()) {
      for (CatalogueEntry b : scene.catalogue()) {
        boolean galaxies = a.kind().isPresent() && b.kind().isPresent();
        assertTrue(!galaxies || a.id() == b.id() || Math.hypot(a.x() - b.x(), a.y() - b.y()) >= 70);
      }
    }
  }
}
