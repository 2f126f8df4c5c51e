package org.tucana.astro.stretch;

import org.tucana.nn.data.Picture;

/**
 * The colour pictures of Lupton et al. 2004 (PASP 116, 133), as astropy's {@code make_lupton_rgb}:
 * with I the mean of the bands above the minimum, each is multiplied by 0.1 asinh(Q I / stretch) /
 * (asinh(0.1 Q) I).
 *
 * @param minimum value of black in every band
 * @param stretch range of values that is shown about linearly
 * @param q how strongly brighter values are compressed
 */
public record LuptonStretch(double minimum, double stretch, double q) implements Stretch {
  private static final double FRACTION = 0.1;

  public LuptonStretch {
    StretchMath.checkAboveZero("the stretch", stretch);
    StretchMath.checkAboveZero("Q", q);
    if (!Double.isFinite(minimum)) {
      throw new IllegalArgumentException("stretch: expected a finite minimum, got " + minimum);
    }
  }

  @Override
  public Picture apply(Picture picture) {
    int size = picture.height() * picture.width();
    int channels = picture.channels();
    double slope = FRACTION / StretchMath.asinh(FRACTION * q);
    double[] bands = new double[channels];
    float[] pixels = new float[picture.pixels().length];
    for (int i = 0; i < size; i++) {
      double intensity = 0;
      for (int c = 0; c < channels; c++) {
        bands[c] = picture.pixels()[c * size + i] - minimum;
        intensity += bands[c] / channels;
      }
      double gain =
          intensity > 0 ? slope * StretchMath.asinh(intensity * q / stretch) / intensity : 0;
      for (int c = 0; c < channels; c++) {
        bands[c] *= gain;
      }
      StretchMath.limit(bands);
      for (int c = 0; c < channels; c++) {
        pixels[c * size + i] = (float) bands[c];
      }
    }
    return new Picture(channels, picture.height(), picture.width(), pixels);
  }

  @Override
  public String text() {
    return "lupton:" + minimum + "," + stretch + "," + q;
  }
}
