package org.tucana.astro.stretch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tucana.core.io.Safetensors;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.data.Picture;

class ColourStretchTest {
  private static final int SIDE = 64;
  private static final int SIZE = SIDE * SIDE;

  /** Brighter than white in red; the place of the one object of {@link #bands}. */
  private static final int OBJECT = 40 * SIDE + 12;

  /** astropy 5.2.1, which rounds down where pictures are rounded to nearest: one grey level. */
  @Test
  void luptonEqualsAstropy() throws IOException {
    Path file = SharedData.require("oracles/astro.safetensors");
    HostTensor expected = Safetensors.read(file, "lupton.rgb_Q8_stretch0.5");
    int height = expected.shape().dim(0);
    int width = expected.shape().dim(1);
    int size = height * width;
    float[] bands = new float[3 * size];
    String[] names = {"lupton.r", "lupton.g", "lupton.b"};
    for (int c = 0; c < 3; c++) {
      System.arraycopy(Safetensors.read(file, names[c]).toFloats(), 0, bands, c * size, size);
    }
    Picture shown = Stretch.parse("lupton:0,0.5,8").apply(new Picture(3, height, width, bands));
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < 3; c++) {
        double grey = 255 * shown.pixels()[c * size + i];
        double astropy = expected.get(3 * i + c);
        assertTrue(Math.abs(grey - astropy) <= 1, "pixel " + i + ": " + grey + ", " + astropy);
      }
    }
  }

  @Test
  void unitsAndZeroPointsDoNotMatter() {
    Stretch stretch = Stretch.parse("colour:8,100");
    float[] once = stretch.apply(bands(new double[] {1, 1, 1}, new double[3])).pixels();
    float[] again =
        stretch.apply(bands(new double[] {0.02, 3, 700}, new double[] {1, -50, 9000})).pixels();
    // Float32 keeps 9000 +- 700 to 1e-3, a noise deviation of 700 to 2e-6.
    assertArrayEquals(once, again, 1e-5f);
  }

  @Test
  void skyIsDarkNoiseAsInSurveysAndBrightColoursStay() {
    Picture shown = ColourStretch.STANDARD.apply(bands(new double[] {2, 2, 2}, new double[3]));
    float[] red = Arrays.copyOf(shown.pixels(), SIZE);
    Arrays.sort(red);
    assertEquals(ColourStretch.DARK, red[SIZE / 2], 0.003);
    assertEquals(0.039, red[SIZE / 2] - red[(int) (0.1587 * SIZE)], 0.005);
    float[] object = new float[3];
    for (int c = 0; c < 3; c++) {
      object[c] = shown.pixels()[c * SIZE + OBJECT];
    }
    assertEquals(1, object[0]);
    // Bands of 600, 200 and 100 deviations under one gain, which leaves the dark level small.
    assertEquals(1.0 / 3, object[1], 0.03);
    assertEquals(1.0 / 6, object[2], 0.03);
  }

  @Test
  void aPixelFollowsTheFormula() {
    ColourCurve curve = new ColourCurve(8, 100);
    double[] bands = {30, 20, 10};
    curve.show(bands, new double[] {0.05, 0.06, 0.07});
    // asinh(2.5) / asinh(12.5) = 1.647231146 / 3.220471998
    double grey = 0.511487492255;
    assertArrayEquals(
        new double[] {0.05 + 1.5 * grey, 0.06 + grey, 0.07 + 0.5 * grey}, bands, 1e-9);
    assertEquals(20, curve.signal(grey), 1e-7);
    double[] faint = {1e-12, -2e-12, 1e-12};
    curve.show(faint, new double[3]);
    assertEquals(curve.brightness(1e-3) * 1e-9, faint[0], 1e-15);
    assertEquals(0, faint[1]);
  }

  @Test
  void gapsAreBlackAndFlatBandsEmptySky() {
    Picture picture = bands(new double[] {1, 1, 1}, new double[3]);
    picture.pixels()[5] = Float.NaN;
    Arrays.fill(picture.pixels(), 2 * SIZE, 3 * SIZE, 17);
    float[] shown = ColourStretch.STANDARD.apply(picture).pixels();
    assertEquals(0, shown[5]);
    assertTrue(shown[SIZE + 5] > 0, "a gap in one band is none in the others");
    assertEquals((float) ColourStretch.DARK, shown[2 * SIZE + 100]);
    float[] grey = ColourStretch.STANDARD.apply(new Picture(1, 1, 2, new float[] {3, 3})).pixels();
    assertArrayEquals(new float[] {0.05f, 0.05f}, grey);
  }

  @Test
  void paddingIsNotTakenForSky() {
    float[] band =
        Arrays.copyOf(bands(new double[] {1, 1, 1}, new double[] {50, 0, 0}).pixels(), SIZE);
    SkyLevel whole = SkyLevel.of(band).orElseThrow();
    assertEquals(50, whole.level(), 0.1);
    assertEquals(1, whole.noise(), 0.1);
    float[] padded = Arrays.copyOf(band, 3 * SIZE);
    assertEquals(whole, SkyLevel.of(padded).orElseThrow());
  }

  /** Normal noise of deviation 1 with one object, scaled and shifted. */
  private static Picture bands(double[] scale, double[] shift) {
    Philox random = new RandomKey(3, "colour-stretch-test", 0).stream();
    double[] object = {600, 200, 100};
    float[] pixels = new float[3 * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      int c = i / SIZE;
      double signal = i % SIZE == OBJECT ? object[c] : random.nextGaussian();
      pixels[i] = (float) (shift[c] + scale[c] * signal);
    }
    return new Picture(3, SIDE, SIDE, pixels);
  }
}
