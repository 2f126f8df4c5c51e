package org.tucana.astro.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.stretch.ColourCurve;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.BinaryMask;

/** Light keeps its sum, its shape and its outline. */
class RenderingTest {
  private static final List<Band> ALL = List.of(Band.values());

  private static Exposure exposure(long number) {
    SimulationSettings settings = SimulationSettings.named("survey");
    Philox random = new RandomKey(3, "exposure", number).stream();
    return Exposure.draw(settings.instrument(), 0.25, random);
  }

  private static double sum(float[] plane) {
    double sum = 0;
    for (float v : plane) {
      sum += v;
    }
    return sum;
  }

  @Test
  void galaxiesKeepTheirFlux() {
    Exposure exposure = exposure(0);
    for (GalaxyClass kind : GalaxyClass.values()) {
      for (int i = 0; i < 6; i++) {
        Philox random = new RandomKey(5, kind.title(), i).stream();
        Galaxy galaxy = new GalaxyFactory(random, 0.5).galaxy(kind, 16.5, 0.25);
        GalaxyRenderer.Drawn drawn = new GalaxyRenderer(galaxy, 20.3, 31.8, exposure).draw(ALL);
        assertEquals(16.5, drawn.magnitudes().get(Band.R), 1e-4);
        for (Band band : ALL) {
          double wanted = exposure.in(band).electronsOf(drawn.magnitudes().get(band));
          double got = sum(drawn.footprint().light().get(band));
          assertEquals(1, got / wanted, 0.015, kind + " " + i + " in " + band.title());
        }
      }
    }
  }

  @Test
  void halfOfAnEllipticalsLightLiesWithinItsEffectiveRadius() {
    for (double index : new double[] {2, 4}) {
      Ellipse round = new Ellipse(0, 1);
      Sersic light = new Sersic(index, 12, round, Light.OLD);
      double[] within = new double[2];
      double[] value = new double[Light.POPULATIONS + 1];
      for (double x = -100; x < 100; x += 0.25) {
        for (double y = -100; y < 100; y += 0.25) {
          Arrays.fill(value, 0);
          light.addTo(x + 0.125, y + 0.125, value);
          within[0] += Math.hypot(x + 0.125, y + 0.125) < 12 ? value[Light.OLD] : 0;
          within[1] += value[Light.OLD];
        }
      }
      // The profile is cut at a few effective radii: a little more than half lies within one.
      assertEquals(0.525, within[0] / within[1], 0.03, "n " + index);
    }
  }

  @Test
  void starsKeepTheirFlux() {
    Exposure exposure = exposure(1);
    for (double magnitude : new double[] {14, 18}) {
      Star star = new Star(magnitude, 5500);
      Footprint seen = star.draw(7.4, 9.1, exposure, ALL);
      for (Band band : ALL) {
        double wanted = exposure.in(band).electronsOf(star.magnitude(band));
        assertEquals(1, sum(seen.light().get(band)) / wanted, 0.06, band.title());
      }
    }
    assertTrue(new Star(18, 3500).magnitude(Band.G) > new Star(18, 8000).magnitude(Band.G));
  }

  @Test
  void pointSpreadIsNormalisedAndAsWideAsStated() {
    int side = 161;
    for (double fwhm : new double[] {2.5, 3.3, 4, 6, 9}) {
      for (double beta : new double[] {2.5, 3, 4.5}) {
        Moffat moffat = new Moffat(fwhm, beta);
        float[] point = new float[side * side];
        point[side / 2 * side + side / 2] = 1;
        float[] seen = moffat.convolve(point, side, side);
        assertEquals(1, sum(seen), 0.004);
        double worst = 0;
        for (int i = 0; i < seen.length; i++) {
          double x = i % side - side / 2.0 + 0.5;
          double y = Math.floorDiv(i, side) - side / 2.0 + 0.5;
          worst = Math.max(worst, Math.abs(seen[i] - moffat.at(x * x + y * y)));
        }
        assertTrue(worst < 0.02 * moffat.at(0), fwhm + ", " + beta + ": " + worst / moffat.at(0));
        assertEquals(moffat.at(0) / 2, moffat.at(fwhm * fwhm / 4), 1e-12);
        assertEquals(fwhm / 2, moffat.radiusWhere(moffat.at(0) / 2), 1e-9);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Moffat(0, 3));
    assertThrows(IllegalArgumentException.class, () -> new Moffat(3, 1));
  }

  @Test
  void widePointSpreadsAgreeWithNarrowSteps() {
    int side = 96;
    float[] plane = new float[side * side];
    for (int i = 0; i < plane.length; i++) {
      double x = i % side - 47.3;
      double y = Math.floorDiv(i, side) - 49.1;
      plane[i] = (float) Math.exp(-(x * x + y * y) / 18);
    }
    for (double deviation : new double[] {3, 5, 9, 14}) {
      WideBlur wide = new WideBlur(plane, side, side);
      wide.add(deviation, 1);
      float[] exact = Blur.gaussian(plane, side, side, deviation);
      float[] total = wide.total();
      float peak = 0;
      float worst = 0;
      for (int i = 0; i < exact.length; i++) {
        peak = Math.max(peak, exact[i]);
        worst = Math.max(worst, Math.abs(exact[i] - total[i]));
      }
      assertTrue(worst < 0.01f * peak, deviation + ": " + worst / peak);
    }
  }

  @Test
  void outlinesAreIsophotes() {
    Canvas canvas =
        new Canvas(
            200,
            exposure(2),
            new DisplayStyle(new ColourCurve(8, 100), new double[3], false),
            Band.DISPLAY);
    Galaxy galaxy =
        new GalaxyFactory(new RandomKey(1, "outline", 0).stream(), 0)
            .sized(GalaxyClass.ELLIPTICAL, 15.5, 9);
    Footprint place =
        new GalaxyRenderer(galaxy, 100, 100, canvas.exposure()).draw(Band.DISPLAY).footprint();
    float[] brightness = canvas.brightness(place);
    Outline fixed = Outline.of(galaxy, place, brightness, new OutlineRule.Isophote(2.5), canvas);
    byte[] above = new byte[brightness.length];
    for (int i = 0; i < above.length; i++) {
      above[i] = (byte) (brightness[i] > 2.5f ? 1 : 0);
    }
    BinaryMask wanted = Outlines.withoutHoles(new BinaryMask(place.height(), place.width(), above));
    assertTrue(wanted.area() > 200);
    assertArrayEquals(wanted.pixels(), fixed.mask().pixels());
    assertEquals(2.5, fixed.isophote());
    Outline shown = Outline.of(galaxy, place, brightness, new OutlineRule.Display(), canvas);
    assertTrue(shown.mask().area() > 50 && shown.isophote() >= 1.5);
  }

  @Test
  void outlineRulesAreReadOrRefused() {
    assertEquals(new OutlineRule.Display(), OutlineRule.parse("display"));
    assertEquals(new OutlineRule.Isophote(1.5), OutlineRule.parse("isophote:1.5"));
    for (String wrong : List.of("", "isophote", "isophote:x", "isophote:-1", "isophote:Infinity")) {
      FormatException refused =
          assertThrows(FormatException.class, () -> OutlineRule.parse(wrong), wrong);
      assertTrue(refused.getMessage().contains("write display or isophote:DEVIATIONS"));
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
}
