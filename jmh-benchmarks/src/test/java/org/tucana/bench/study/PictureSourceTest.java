package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.nn.data.Picture;

class PictureSourceTest {
  private static final int SIDE = 128;

  /** Grey pictures, whose names are their numbers. */
  private static PictureSource grey(int size, float level) {
    return new PictureSource(
        "grey",
        "key",
        new LabelledPictures() {
          @Override
          public String title() {
            return "grey";
          }

          @Override
          public int size() {
            return size;
          }

          @Override
          public LabelledPicture picture(int index) {
            float[] samples = new float[3 * SIDE * SIDE];
            Arrays.fill(samples, level);
            return new LabelledPicture(
                Integer.toString(index), new Picture(3, SIDE, SIDE, samples), List.of());
          }
        });
  }

  private static float[] samples(PictureSource source, int index) throws IOException {
    return source.pictures().picture(index).picture().pixels();
  }

  /** Of n samples the deviation is off by sigma / sqrt(2 n), a sixth of the tolerance. */
  @Test
  void noiseHasItsDeviationAndIsTheSameEachTime() throws IOException {
    double sigma = 25.5;
    float[] noisy = samples(grey(2, 0.5f).noisy(sigma, 1), 0);
    double squares = 0;
    for (float sample : noisy) {
      squares += (sample - 0.5) * (sample - 0.5);
    }
    double deviation = 255 * Math.sqrt(squares / noisy.length);
    assertEquals(sigma, deviation, 6 * sigma / Math.sqrt(2.0 * noisy.length));
    assertArrayEquals(noisy, samples(grey(2, 0.5f).noisy(sigma, 1), 0));
    assertNotEquals(noisy[0], samples(grey(2, 0.5f).noisy(sigma, 1), 1)[0]);
  }

  @Test
  void noiseStaysWithinTheScale() throws IOException {
    float[] noisy = samples(grey(1, 1).noisy(51, 1), 0);
    double clipped = 0;
    for (float sample : noisy) {
      assertEquals(Math.clamp(sample, 0, 1), sample);
      clipped += sample == 1 ? 1 : 0;
    }
    assertEquals(0.5, clipped / noisy.length, 6 * 0.5 / Math.sqrt(noisy.length));
  }

  @Test
  void someAreSpreadOverAll() throws IOException {
    PictureSource some = grey(10, 0).some(4);
    assertEquals(4, some.pictures().size());
    assertEquals("7", some.pictures().picture(3).name());
    assertEquals(10, grey(10, 0).some(40).pictures().size());
  }
}
