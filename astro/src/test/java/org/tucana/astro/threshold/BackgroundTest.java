package org.tucana.astro.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static Background of(TestSky sky, int cell) {
    return Background.of(sky.height, sky.width, sky.pixels, cell);
  }

  @Test
  void aSlopingSkyUnderNoiseIsFound() {
    int cell = 32;
    double noise = 3;
    TestSky sky = new TestSky(256, 320).sky(100, 0.05, -0.08, noise, 1);
    Background found = of(sky, cell);
    // The slope widens a cell's histogram by its own variance.
    double slopes = (0.05 * 0.05 + 0.08 * 0.08) * cell * cell / 12;
    assertEquals(Math.sqrt(noise * noise + slopes), found.noise(), 0.03 * noise);
    // A cell's mode, 2.5 median - 1.5 mean, has about three times the error of its mean.
    double error = 3 * 3 * noise / cell;
    float[] map = found.levelMap();
    for (int y = 0; y < sky.height; y += 5) {
      for (int x = 0; x < sky.width; x += 5) {
        double truth = 100 + 0.05 * (x + 0.5) - 0.08 * (y + 0.5);
        // At its border the mesh is smoothed along the border only.
        boolean border = Math.min(x, y) < cell || x >= sky.width - cell || y >= sky.height - cell;
        assertEquals(truth, map[y * sky.width + x], border ? 2 * error : error, x + " " + y);
      }
    }
  }

  @Test
  void objectsDoNotLiftTheSky() {
    TestSky empty = new TestSky(192, 192).sky(10, 0, 0, 1, 2);
    TestSky full = new TestSky(192, 192).sky(10, 0, 0, 1, 2);
    for (int i = 0; i < 9; i++) {
      full.blob(64 * (i % 3) + 20, 64 * (i / 3) + 40, 2.5, 500);
    }
    assertEquals(of(empty, 64).level(), of(full, 64).level(), 0.1);
    assertEquals(of(empty, 64).noise(), of(full, 64).noise(), 0.05);
  }

  @Test
  void aConstantSkyIsExactAndWithoutNoise() {
    TestSky sky = new TestSky(70, 45).fill(0, 0, 70, 45, 0.1f);
    Background found = of(sky, 16);
    assertArrayEquals(sky.pixels, found.levelMap());
    assertArrayEquals(new float[70 * 45], found.noiseMap());
  }

  @Test
  void cellsWithoutSamplesTakeTheirNeighboursSky() {
    TestSky sky = new TestSky(128, 128).sky(50, 0, 0, 2, 3).fill(32, 0, 64, 96, Float.NaN);
    sky.pixels[5] = Float.POSITIVE_INFINITY;
    sky.pixels[6] = Float.NEGATIVE_INFINITY;
    for (float level : of(sky, 32).levelMap()) {
      assertEquals(50, level, 1);
    }
  }

  @Test
  void whereNoCellIsFullTheFullestCount() {
    TestSky sky = new TestSky(64, 64).fill(0, 0, 64, 64, Float.NaN);
    for (int i = 0; i < 64; i++) {
      sky.pixels[i * 64 + i] = 7;
    }
    assertEquals(7, of(sky, 16).level());
    Background nothing = of(new TestSky(64, 64).fill(0, 0, 64, 64, Float.NaN), 16);
    assertEquals(0, nothing.level());
    assertEquals(0, nothing.noise());
  }

  @Test
  void interpolatedNoiseIsNeverNegative() {
    TestSky sky = new TestSky(160, 32).sky(0, 0, 0, 1, 4);
    for (int i = 80 * 32; i < sky.pixels.length; i++) {
      sky.pixels[i] = 0;
    }
    float[] noise = of(sky, 8).noiseMap();
    for (float n : noise) {
      assertTrue(n >= 0, "noise " + n);
    }
  }

  @Test
  void aCrowdedCellUsesItsMedian() {
    float[] skewed = {0, 0, 0, 0, 0, 1, 1, 1, 8, 8, 8, 8};
    CellSky sky = CellSky.of(skewed, skewed.length);
    assertEquals(1, sky.level());
    float[] even = {3, 1, 2, 5, 4};
    assertEquals(new CellSky(3, Math.sqrt(2)), CellSky.of(even, even.length));
  }
}
