package org.tucana.astro.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.testing.SharedData;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;

class ThresholdDetectorTest {
  private static final ThresholdDetector PHYSICAL =
      new ThresholdDetector(ThresholdSettings.physical());
  private static final ThresholdDetector DISPLAY =
      new ThresholdDetector(ThresholdSettings.display());

  private static TestSky field() {
    return new TestSky(150, 200)
        .sky(20, 0.01, 0, 1, 5)
        .blob(40.5, 50.25, 3, 60)
        .blob(120, 90, 2, 200)
        .blob(160.7, 20.1, 5, 15);
  }

  @Test
  void theReferencesSkyAndObjectsAreFound() throws IOException {
    JsonNode reference =
        new ObjectMapper().readTree(SharedData.require("oracles/astro.json").toFile()).get("sep");
    Picture picture = Pictures.load(SharedData.require("oracles/field.fits")).picture();
    Background sky = Background.of(picture.height(), picture.width(), picture.pixels(), 64);
    // The reference bins its histograms, which moves a mode by some hundredths of the noise.
    assertEquals(reference.get("globalback").asDouble(), sky.level(), 0.02);
    assertEquals(reference.get("globalrms").asDouble(), sky.noise(), 1e-3);
    List<Source> found = PHYSICAL.sources(picture);
    assertEquals(reference.get("objects").asInt(), found.size());
    for (JsonNode centre : reference.get("xy")) {
      double x = centre.get(0).asDouble() + 0.5;
      double y = centre.get(1).asDouble() + 0.5;
      double nearest =
          found.stream().mapToDouble(s -> Math.hypot(s.x() - x, s.y() - y)).min().orElseThrow();
      assertTrue(nearest < 0.2, "nearest to " + centre + ": " + nearest);
    }
  }

  @Test
  void objectsAreMeasured() {
    List<Source> found = PHYSICAL.sources(field().picture());
    assertEquals(3, found.size());
    Source bright = found.get(0);
    assertEquals(120, bright.x(), 0.05);
    assertEquals(90, bright.y(), 0.05);
    // The filter's kernel has a variance of a half along each axis.
    assertEquals(Math.sqrt(4 + 0.5), bright.major(), 0.1);
    assertEquals(Math.sqrt(4 + 0.5), bright.minor(), 0.1);
    assertEquals(2 * Math.PI * 4 * 200, bright.flux(), 0.03 * 2 * Math.PI * 4 * 200);
    assertTrue(bright.peak() > 180 && bright.peak() < 205, "peak " + bright.peak());
    assertEquals(
        bright.flux() / Math.sqrt(bright.mask().area()),
        bright.signalToNoise(),
        0.05 * bright.signalToNoise());
    assertEquals(40.5, found.get(1).x(), 0.1);
    assertEquals(50.25, found.get(1).y(), 0.1);
  }

  @Test
  void theLongAxisHasItsAngle() {
    TestSky sky = new TestSky(80, 80);
    for (int i = -12; i <= 12; i++) {
      sky.blob(40 + i * Math.cos(0.5), 40 + i * Math.sin(0.5), 2, 10);
    }
    Source source = PHYSICAL.sources(sky.sky(0, 0, 0, 0.5, 6).picture()).getFirst();
    assertEquals(0.5, source.angle(), 0.03);
    assertTrue(source.major() > 2.5 * source.minor());
  }

  @Test
  void detectionsKeepTheirPromises() {
    Picture scene =
        new Simulator(5, SimulationSettings.named("crowded").withSide(128)).example(0).picture();
    List<Detection> found = DISPLAY.detect(scene);
    assertTrue(found.size() > 3, "found " + found.size());
    float last = 1;
    for (Detection d : found) {
      assertEquals(Detection.UNKNOWN_CLASS, d.label());
      assertEquals("object", d.className());
      assertTrue(d.score() > 0 && d.score() < 1 && d.score() <= last, "score " + d.score());
      last = d.score();
      assertEquals(d.mask().bounds(), d.box());
      assertEquals(128, d.mask().height());
      assertEquals(128, d.mask().width());
      assertTrue(d.mask().area() > 0);
    }
    int[] owners = new int[128 * 128];
    for (Detection d : found) {
      d.mask().forEachPixel((y, x) -> assertEquals(1, ++owners[y * 128 + x], "one owner"));
    }
  }

  @Test
  void emptySkiesHoldNothing() {
    assertEquals(List.of(), PHYSICAL.detect(new Picture(1, 0, 0, new float[0])));
    assertEquals(List.of(), PHYSICAL.detect(new Picture(3, 0, 7, new float[0])));
    for (float value : new float[] {0, 0.1f, -3, Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
      for (int side : new int[] {1, 2, 3, 65, 100}) {
        Picture flat = new TestSky(side, side).fill(0, 0, side, side, value).picture();
        assertEquals(List.of(), PHYSICAL.detect(flat), value + " side " + side);
        assertEquals(List.of(), DISPLAY.detect(flat), value + " side " + side);
      }
    }
    TestSky noise = new TestSky(256, 256).sky(5, 0, 0, 1, 7);
    ThresholdDetector strict = new ThresholdDetector(ThresholdSettings.physical().withThreshold(3));
    assertEquals(List.of(), strict.detect(noise.picture()));
  }

  @Test
  void tinyPicturesAreSearched() {
    for (int side = 1; side <= 9; side++) {
      TestSky sky = new TestSky(side, side).sky(0, 0, 0, 1, side);
      sky.pixels[side * side / 2] = 1000;
      for (Detection d : PHYSICAL.detect(sky.picture())) {
        assertTrue(d.mask().area() >= 5 && d.mask().area() <= side * side);
      }
    }
  }

  @Test
  void hugeAndMissingValuesDoNoHarm() {
    TestSky sky = field();
    sky.fill(85, 118, 3, 3, Float.NaN);
    sky.pixels[0] = Float.POSITIVE_INFINITY;
    sky.pixels[1] = -3e38f;
    sky.pixels[2] = 3e38f;
    for (Source s : PHYSICAL.sources(sky.picture())) {
      assertTrue(Double.isFinite(s.x()) && Double.isFinite(s.flux()), s.toString());
      assertTrue(s.score() > 0 && s.score() < 1, s.toString());
    }
    TestSky holed = field().fill(85, 118, 3, 3, Float.NaN);
    Source pierced = PHYSICAL.sources(holed.picture()).getFirst();
    assertEquals(120, pierced.x(), 1);
    assertTrue(!pierced.mask().contains(86, 119));
  }

  @Test
  void shiftedObjectsAreFoundShifted() {
    ThresholdSettings quiet = withLeastNoise(ThresholdSettings.physical(), 1);
    List<Source> here = blobs(quiet, 0, 0);
    List<Source> there = blobs(quiet, 11, 7);
    assertEquals(3, here.size());
    assertEquals(here.size(), there.size());
    for (int i = 0; i < here.size(); i++) {
      assertEquals(here.get(i).x() + 11, there.get(i).x(), 1e-9);
      assertEquals(here.get(i).y() + 7, there.get(i).y(), 1e-9);
      assertEquals(here.get(i).flux(), there.get(i).flux(), 1e-4);
      Box box = here.get(i).mask().bounds();
      assertEquals(
          new Box(box.x1() + 11, box.y1() + 7, box.x2() + 11, box.y2() + 7),
          there.get(i).mask().bounds());
    }
  }

  private static List<Source> blobs(ThresholdSettings settings, int dx, int dy) {
    return new ThresholdDetector(settings)
        .sources(
            new TestSky(200, 200)
                .blob(40 + dx, 50 + dy, 2, 40)
                .blob(120 + dx, 100 + dy, 3, 50)
                .blob(133 + dx, 100 + dy, 2.5, 30)
                .picture());
  }

  private static ThresholdSettings withLeastNoise(ThresholdSettings s, double least) {
    return new ThresholdSettings(
        s.threshold(),
        s.outline(),
        s.minimumArea(),
        s.cell(),
        s.deblending(),
        s.clean(),
        s.bands(),
        s.noise(),
        least);
  }

  @Test
  void theUnitOfThePictureDoesNotMatter() {
    TestSky scaled = field();
    for (int i = 0; i < scaled.pixels.length; i++) {
      // A power of two scales every intermediate result exactly.
      scaled.pixels[i] *= 0x1p-10f;
    }
    List<Source> one = PHYSICAL.sources(field().picture());
    List<Source> other = PHYSICAL.sources(scaled.picture());
    assertEquals(one.size(), other.size());
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.get(i).x(), other.get(i).x());
      assertEquals(one.get(i).signalToNoise(), other.get(i).signalToNoise());
      assertEquals(one.get(i).flux() * 0x1p-10, other.get(i).flux());
      assertTrue(one.get(i).mask().intersection(other.get(i).mask()) == one.get(i).mask().area());
    }
  }

  @Test
  void wingsOfABrightObjectAreNoObjects() {
    TestSky sky = new TestSky(200, 200).sky(0, 0, 0, 1, 8).blob(100, 100, 4, 3000);
    sky.blob(124, 100, 1.5, 3).blob(30, 30, 1.5, 3);
    ThresholdSettings clean = ThresholdSettings.physical();
    ThresholdSettings all =
        new ThresholdSettings(
            1.5, 0, 5, 64, clean.deblending(), false, clean.bands(), clean.noise(), 0);
    assertEquals(1, near(all, sky, 124, 100));
    assertEquals(0, near(clean, sky, 124, 100));
    assertEquals(1, near(clean, sky, 30, 30));
    assertEquals(1, near(clean, sky, 100, 100));
  }

  private static long near(ThresholdSettings settings, TestSky sky, double x, double y) {
    return new ThresholdDetector(settings)
        .sources(sky.picture()).stream().filter(s -> Math.hypot(s.x() - x, s.y() - y) < 3).count();
  }

  @Test
  void outlinesFollowTheObjectsPeakWhereAsked() {
    ThresholdSettings s = ThresholdSettings.physical();
    ThresholdSettings half =
        new ThresholdSettings(
            1.5, 0.5, 5, 64, s.deblending(), true, s.bands(), s.noise(), s.leastNoise());
    TestSky sky = new TestSky(100, 100).sky(0, 0, 0, 0.1, 9).blob(50, 50, 6, 50);
    Source outlined = new ThresholdDetector(half).sources(sky.picture()).getFirst();
    // A Gaussian is half as high at deviation * sqrt(2 ln 2); the filter widens it a little.
    double area = Math.PI * 2 * Math.log(2) * (36 + 0.5);
    assertEquals(area, outlined.mask().area(), 0.04 * area);
    Source whole = PHYSICAL.sources(sky.picture()).getFirst();
    assertTrue(whole.mask().area() > 4 * area);
    assertEquals(whole.x(), outlined.x());
  }

  @Test
  void bandsAreWeightedByTheirNoise() {
    TestSky quiet = new TestSky(128, 128).sky(100, 0, 0, 1, 10).blob(64, 64, 2, 4);
    TestSky loud = new TestSky(128, 128).sky(-50, 0, 0, 30, 11).blob(64, 64, 2, 4);
    TestSky empty = new TestSky(128, 128).fill(0, 0, 128, 128, 9);
    Picture bands = picture(quiet, loud, empty);
    List<Source> found = PHYSICAL.sources(bands);
    assertEquals(64, found.getFirst().x(), 1);
    assertEquals(64, found.getFirst().y(), 1);
    float[] sum = BandSum.INVERSE_VARIANCE.of(bands, 64);
    assertEquals(1, Background.of(128, 128, sum, 64).noise(), 0.05);
    float[] mean = BandSum.MEAN.of(bands, 64);
    assertEquals((100 - 50 + 9) / 3.0, Background.of(128, 128, mean, 64).level(), 1);
  }

  @Test
  void oneBandStandsInForTheGapsOfAnother() {
    TestSky one = new TestSky(128, 128).sky(100, 0, 0, 1, 12).blob(64, 64, 2, 20);
    TestSky other = new TestSky(128, 128).sky(7, 0, 0, 1, 13).blob(64, 64, 2, 20);
    other.fill(0, 60, 128, 5, Float.NaN);
    List<Source> found = PHYSICAL.sources(picture(one, other));
    assertEquals(64, found.getFirst().x(), 0.3);
    assertTrue(found.getFirst().mask().contains(64, 62));
    float[] flat = BandSum.INVERSE_VARIANCE.of(picture(new TestSky(4, 4), new TestSky(4, 4)), 64);
    assertEquals(0, flat[5]);
  }

  private static Picture picture(TestSky... bands) {
    int size = bands[0].pixels.length;
    float[] pixels = new float[bands.length * size];
    for (int c = 0; c < bands.length; c++) {
      System.arraycopy(bands[c].pixels, 0, pixels, c * size, size);
    }
    return new Picture(bands.length, bands[0].height, bands[0].width, pixels);
  }

  @Test
  void wrongSettingsAreRefused() {
    ThresholdSettings good = ThresholdSettings.physical();
    assertThrows(IllegalArgumentException.class, () -> good.withThreshold(0));
    assertThrows(IllegalArgumentException.class, () -> good.withThreshold(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> withLeastNoise(good, -1));
    assertThrows(IllegalArgumentException.class, () -> new Deblending(0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Deblending(32, Double.NaN));
  }
}
