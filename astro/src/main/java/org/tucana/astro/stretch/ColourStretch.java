package org.tucana.astro.stretch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.nn.data.Picture;

/**
 * Shows bands as survey pictures do, whatever their units: each band is measured from its own sky
 * in units of its own sky noise, then {@link ColourCurve} makes all bands of a pixel brightness,
 * above {@link #DARK}. A band that is flat counts as empty sky.
 *
 * @param curve brightness of a signal
 */
public record ColourStretch(ColourCurve curve) implements Stretch {
  /** Brightness of the empty sky: the median of DECaLS stamps. */
  public static final double DARK = 0.05;

  /** With it the noise of the empty sky has the deviation 0.039, that of DECaLS stamps. */
  public static final ColourStretch STANDARD = new ColourStretch(new ColourCurve(8, 100));

  @Override
  public Picture apply(Picture picture) {
    int size = picture.height() * picture.width();
    int channels = picture.channels();
    List<Optional<SkyLevel>> skies =
        IntStream.range(0, channels)
            .mapToObj(c -> Arrays.copyOfRange(picture.pixels(), c * size, (c + 1) * size))
            .map(SkyLevel::of)
            .toList();
    double[] dark = new double[channels];
    Arrays.fill(dark, DARK);
    double[] bands = new double[channels];
    float[] pixels = new float[picture.pixels().length];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < channels; c++) {
        double value = picture.pixels()[c * size + i];
        Optional<SkyLevel> sky = skies.get(c);
        bands[c] = sky.isPresent() ? sky.get().signal(value) : 0 * value;
      }
      curve.show(bands, dark);
      for (int c = 0; c < channels; c++) {
        pixels[c * size + i] = (float) bands[c];
      }
    }
    return new Picture(channels, picture.height(), picture.width(), pixels);
  }

  @Override
  public String text() {
    return "colour:" + curve.softening() + "," + curve.white();
  }
}
