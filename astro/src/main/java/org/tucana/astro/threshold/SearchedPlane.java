package org.tucana.astro.threshold;

import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * A picture made ready for a threshold.
 *
 * @param height rows
 * @param width columns
 * @param light brightness above the sky, row by row; NaN where there is none
 * @param significance the light after filtering, in units of the sky's noise
 * @param noise of the sky: one number for the whole picture, or one for each pixel
 */
record SearchedPlane(int height, int width, float[] light, float[] significance, float[] noise) {
  /** Less noise than this share of the brightest light is rounding of float32. */
  private static final double RESOLUTION = 0x1p-24;

  static SearchedPlane of(Picture picture, ThresholdSettings settings) {
    int height = picture.height();
    int width = picture.width();
    float[] plane = settings.bands().of(picture, settings.cell());
    Background sky = Background.of(height, width, plane, settings.cell());
    float[] light = sky.levelMap();
    float brightest = 0;
    for (int i = 0; i < light.length; i++) {
      float above = plane[i] - light[i];
      light[i] = Float.isFinite(above) ? above : Float.NaN;
      brightest = Math.max(brightest, Float.isNaN(light[i]) ? 0 : light[i]);
    }
    float least = (float) Math.max(settings.leastNoise(), RESOLUTION * brightest);
    float[] noise =
        switch (settings.noise()) {
          case WHOLE -> new float[] {(float) sky.noise()};
          case LOCAL -> sky.noiseMap();
        };
    for (int i = 0; i < noise.length; i++) {
      noise[i] = Math.max(least, noise[i]);
    }
    float[] significance = MatchedFilter.of(height, width, light);
    for (int i = 0; i < significance.length; i++) {
      significance[i] /= noise[noise.length == 1 ? 0 : i];
    }
    return new SearchedPlane(height, width, light, significance, noise);
  }

  /** An object of some pixels, measured. */
  Source source(int[] pixels, Moments moments) {
    double flux = 0;
    double peak = Double.NEGATIVE_INFINITY;
    double variance = 0;
    int left = width;
    int right = 0;
    for (int p : pixels) {
      flux += light[p];
      peak = Math.max(peak, light[p]);
      double deviation = noise[noise.length == 1 ? 0 : p];
      variance += deviation * deviation;
      left = Math.min(left, p % width);
      right = Math.max(right, p % width);
    }
    int top = pixels[0] / width;
    int bottom = pixels[pixels.length - 1] / width;
    int columns = right - left + 1;
    float[] window = new float[(bottom - top + 1) * columns];
    for (int p : pixels) {
      window[(p / width - top) * columns + p % width - left] = 1;
    }
    MaskCrop mask =
        new MaskCrop(new PictureSize(height, width), left, top, bottom - top + 1, columns, window);
    return new Source(
        moments.x(),
        moments.y(),
        moments.major(),
        moments.minor(),
        moments.angle(),
        flux,
        peak,
        Math.max(0, flux) / Math.sqrt(variance),
        mask.toRunLength());
  }
}
