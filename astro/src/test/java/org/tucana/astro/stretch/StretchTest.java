package org.tucana.astro.stretch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.TucanaException;
import org.tucana.nn.data.Picture;

class StretchTest {
  /** Limits of astropy 5.2.1: the defaults, then contrast 0.5 with 300 samples. */
  @ParameterizedTest
  @CsvSource({
    "3, 10.113210678100586, 10.734431266784668, 10.113210678100586, 10.734431266784668",
    "7, 10.138421058654785, 111.32850646972656, 10.138421058654785, 111.32850646972656",
    "50, 10.014262199401855, 12.759416040578733, 10.014262199401855, 11.666276185114807",
    "999, 10.000459671020508, 12.595752279149558, 10.000459671020508, 75.60346611248632",
    "1000, 10.000664710998535, 12.473765536174376, 10.000664710998535, 75.48182657784106",
    "2500, 10.000924110412598, 12.475410855424052, 10.00251293182373, 11.54339808661615",
    "12345, 10.000003814697266, 12.528016845359847, 10.00068473815918, 76.07670405847608"
  })
  void zscaleEqualsAstropy(int n, double low, double high, double coarseLow, double coarseHigh) {
    float[] values = new float[n + 2];
    values[0] = Float.NaN;
    values[n + 1] = Float.POSITIVE_INFINITY;
    long state = n;
    for (int i = 1; i <= n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      double u = (state >>> 40) * 0x1p-24;
      values[i] = (float) (u < 0.9 ? 10 + u : 20 + 100 * u * u);
    }
    // Sums of up to 1000 terms in another order: 1e-12 relative leaves room for their rounding.
    Limits limits = Limits.zscale(values, 0.25, 1000);
    assertEquals(low, limits.low(), 1e-12 * low);
    assertEquals(high, limits.high(), 1e-12 * high);
    Limits coarse = Limits.zscale(values, 0.5, 300);
    assertEquals(coarseLow, coarse.low(), 1e-12 * coarseLow);
    assertEquals(coarseHigh, coarse.high(), 1e-12 * coarseHigh);
  }

  @Test
  void linearClipsAndPaintsGapsBlack() {
    Picture picture = new Picture(1, 1, 6, new float[] {9, 10, 15, 20, 30, Float.NaN});
    assertArrayEquals(
        new float[] {0, 0, 0.5f, 1, 1, 0},
        new ChannelStretch.Linear(10, 20).apply(picture).pixels());
  }

  @Test
  void asinhFollowsItsFormula() {
    float[] brightness =
        new ChannelStretch.Asinh(0, 10, 0.1)
            .apply(new Picture(1, 1, 3, new float[] {0, 1, 10}))
            .pixels();
    // asinh(1) / asinh(10) = 0.881373587 / 2.998222950
    assertArrayEquals(new float[] {0, 0.2939653f, 1}, brightness, 1e-7f);
  }

  @Test
  void theSkyStretchShowsNoiseDarkAndObjectsBright() {
    Philox random = new RandomKey(1, "stretch-test", 0).stream();
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (500 + 7 * random.nextGaussian() + (i % 100 < 3 ? 7000 : 0));
    }
    values[17] = Float.NaN;
    float[] brightness = Stretch.standard().apply(new Picture(1, 100, 100, values)).pixels();
    assertEquals(0, brightness[17]);
    assertTrue(brightness[0] > 0.95, "an object is bright: " + brightness[0]);
    float[] sky = Arrays.copyOfRange(brightness, 3, 100);
    Arrays.sort(sky);
    assertTrue(sky[sky.length / 2] < 0.15, "the sky is dark: " + sky[sky.length / 2]);
  }

  @Test
  void flatAndEmptyPicturesAreBlack() {
    for (String text : new String[] {"zscale", "sky"}) {
      Stretch stretch = Stretch.parse(text);
      float[] flat = stretch.apply(new Picture(1, 1, 2, new float[] {5, 5})).pixels();
      assertArrayEquals(new float[2], flat, text);
      float[] gaps = stretch.apply(new Picture(1, 1, 1, new float[] {Float.NaN})).pixels();
      assertArrayEquals(new float[1], gaps, text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear:0.0,2.5",
        "asinh:-1.0,7.0E8,0.1",
        "zscale:0.25,1000",
        "sky:2.0,0.999,4.0",
        "lupton:-0.5,0.5,8.0",
        "colour:8.0,100.0"
      })
  void textsComeBack(String text) {
    assertEquals(text, Stretch.parse(text).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "log",
        "linear:1",
        "linear:2,1",
        "linear:1,x",
        "asinh:0,1,0",
        "zscale:0,9",
        "sky:1,2,3",
        "linear:NaN,1",
        "lupton:0,0,8",
        "lupton:NaN,1,8",
        "colour:8",
        "colour:8,-1"
      })
  void otherTextsAreRefused(String text) {
    FormatException fault = assertThrows(FormatException.class, () -> Stretch.parse(text));
    assertTrue(fault.getMessage().contains("write linear:LOW,HIGH"), fault.getMessage());
  }

  @Test
  void modelsTakeBrightnessInTheirChannels() {
    Picture grey = new Picture(1, 1, 2, new float[] {0.2f, 0.4f});
    LoadedPicture display = new LoadedPicture(grey, true, FitsHeader.EMPTY);
    assertArrayEquals(
        new float[] {0.2f, 0.4f, 0.2f, 0.4f, 0.2f, 0.4f},
        ModelInput.of("a.png", display, Optional.empty(), 3).pixels());
    LoadedPicture raw = new LoadedPicture(grey, false, FitsHeader.EMPTY);
    assertArrayEquals(
        new float[] {0, 1},
        ModelInput.of("a.png", raw, Optional.of(new ChannelStretch.Linear(0.2f, 0.4f)), 1)
            .pixels());
    LoadedPicture two = new LoadedPicture(Picture.black(2, 1, 1), true, FitsHeader.EMPTY);
    TucanaException fault =
        assertThrows(TucanaException.class, () -> ModelInput.of("a.png", two, Optional.empty(), 3));
    assertTrue(fault.getMessage().startsWith("picture a.png: has 2 channels"), fault.getMessage());
  }
}
