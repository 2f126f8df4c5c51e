package org.tucana.astro.threshold;

import java.util.Arrays;
import org.tucana.nn.data.Picture;

/** How the bands of a picture become the one plane that is searched. */
public enum BandSum {
  /** The mean of the bands: brightness of display pictures. */
  MEAN {
    @Override
    float[] sum(Picture picture, int cell) {
      float[] mean = new float[picture.height() * picture.width()];
      for (int i = 0; i < mean.length; i++) {
        double sum = 0;
        for (int c = 0; c < picture.channels(); c++) {
          sum += picture.pixels()[c * mean.length + i];
        }
        mean[i] = (float) (sum / picture.channels());
      }
      return mean;
    }
  },

  /**
   * Bands less their sky, weighted by 1 / noise^2 of the whole band: the best signal to noise for
   * an object that is as bright in each. Where some bands have no number the others stand for them.
   * A band without noise is left out, unless none has any.
   */
  INVERSE_VARIANCE {
    @Override
    float[] sum(Picture picture, int cell) {
      int size = picture.height() * picture.width();
      double[] weights = new double[picture.channels()];
      float[][] skies = new float[weights.length][];
      for (int c = 0; c < weights.length; c++) {
        float[] band = band(picture, c);
        Background sky = Background.of(picture.height(), picture.width(), band, cell);
        weights[c] = sky.noise() > 0 ? 1 / (sky.noise() * sky.noise()) : 0;
        skies[c] = sky.levelMap();
      }
      if (Arrays.stream(weights).allMatch(w -> w == 0)) {
        Arrays.fill(weights, 1);
      }
      float[] sum = new float[size];
      for (int i = 0; i < size; i++) {
        double light = 0;
        double weight = 0;
        for (int c = 0; c < weights.length; c++) {
          float sample = picture.pixels()[c * size + i];
          if (Float.isFinite(sample)) {
            light += weights[c] * ((double) sample - skies[c][i]);
            weight += weights[c];
          }
        }
        sum[i] = (float) (light / weight);
      }
      return sum;
    }
  };

  /**
   * The plane that is searched, row by row; NaN where there is nothing.
   *
   * @param cell side of the sky's cells, pixels
   */
  float[] of(Picture picture, int cell) {
    return picture.channels() == 1 ? picture.pixels() : sum(picture, cell);
  }

  abstract float[] sum(Picture picture, int cell);

  private static float[] band(Picture picture, int channel) {
    int size = picture.height() * picture.width();
    return Arrays.copyOfRange(picture.pixels(), channel * size, (channel + 1) * size);
  }
}
