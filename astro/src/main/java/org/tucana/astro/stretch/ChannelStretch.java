package org.tucana.astro.stretch;

import java.util.Arrays;
import java.util.Optional;
import org.tucana.nn.data.Picture;

/** A stretch of each channel for itself. */
public sealed interface ChannelStretch extends Stretch {
  /** The transfer of one channel, which may look at all of its values first. */
  Transfer transfer(float[] channel);

  /** Maps one value to brightness, unclipped. */
  @FunctionalInterface
  interface Transfer {
    double brightness(double value);
  }

  /**
   * Brightness (v - low) / (high - low).
   *
   * @param low value of black
   * @param high value of white
   */
  record Linear(double low, double high) implements ChannelStretch {
    public Linear {
      StretchMath.checkLimits(low, high);
    }

    @Override
    public Transfer transfer(float[] channel) {
      return value -> (value - low) / (high - low);
    }

    @Override
    public String text() {
      return "linear:" + low + "," + high;
    }
  }

  /**
   * Brightness asinh(t / softening) / asinh(1 / softening) with t = (v - low) / (high - low), as
   * astropy's {@code AsinhStretch}: linear for t far below softening, logarithmic far above.
   *
   * @param low value of black
   * @param high value of white
   * @param softening above zero
   */
  record Asinh(double low, double high, double softening) implements ChannelStretch {
    public Asinh {
      StretchMath.checkLimits(low, high);
      StretchMath.checkAboveZero("softening", softening);
    }

    @Override
    public Transfer transfer(float[] channel) {
      double white = StretchMath.asinh(1 / softening);
      return value -> {
        double t = Math.min(1, Math.max(0, (value - low) / (high - low)));
        return StretchMath.asinh(t / softening) / white;
      };
    }

    @Override
    public String text() {
      return "asinh:" + low + "," + high + "," + softening;
    }
  }

  /**
   * Linear between the limits of {@link Limits#zscale}: shows faint light, drowns bright cores.
   *
   * @param contrast in (0, 1]
   * @param samples at least 5
   */
  record ZScale(double contrast, int samples) implements ChannelStretch {
    public ZScale {
      StretchMath.checkAboveZero("contrast", contrast);
      if (contrast > 1 || samples < 5) {
        throw new IllegalArgumentException(
            "zscale: expected a contrast up to 1 and 5 samples or more, got "
                + contrast
                + " and "
                + samples);
      }
    }

    @Override
    public Transfer transfer(float[] channel) {
      Limits limits = Limits.zscale(channel, contrast, samples);
      double range = limits.high() - limits.low();
      return range > 0 ? value -> (value - limits.low()) / range : value -> 0;
    }

    @Override
    public String text() {
      return "zscale:" + contrast + "," + samples;
    }
  }

  /**
   * Asinh of the signal above the sky in units of its noise, as surveys show their galaxies: with s
   * = (v - sky) / noise, brightness asinh((s + dark) / softening) over the same of white.
   *
   * @param dark black lies so many noise deviations below the sky
   * @param white share of the values below the one that becomes white
   * @param softening noise deviations up to which brightness rises about linearly
   */
  record SkyAsinh(double dark, double white, double softening) implements ChannelStretch {
    /** The stretch of pictures for which no other is asked. */
    public static final SkyAsinh STANDARD = new SkyAsinh(2, 0.999, 4);

    /** White lies at least so many deviations above the sky: noise alone stays dark. */
    private static final double LEAST_WHITE = 50;

    public SkyAsinh {
      StretchMath.checkAboveZero("softening", softening);
      if (!(dark >= 0) || !(white > 0.5 && white <= 1)) {
        throw new IllegalArgumentException(
            "sky stretch: expected dark from 0 on and white in (0.5, 1], got "
                + dark
                + " and "
                + white);
      }
    }

    @Override
    public Transfer transfer(float[] channel) {
      Optional<SkyLevel> found = SkyLevel.of(channel);
      if (found.isEmpty()) {
        return new ZScale(1, 5).transfer(channel);
      }
      SkyLevel sky = found.get();
      double[] values = Limits.finite(channel);
      Arrays.sort(values);
      double brightest = values[(int) Math.round(white * (values.length - 1))];
      double top = Math.max(LEAST_WHITE, sky.signal(brightest));
      double scale = StretchMath.asinh((top + dark) / softening);
      return value -> {
        double above = sky.signal(value) + dark;
        return StretchMath.asinh(Math.max(0, above) / softening) / scale;
      };
    }

    @Override
    public String text() {
      return "sky:" + dark + "," + white + "," + softening;
    }
  }

  /** The picture in brightness, each channel stretched for itself. */
  @Override
  default Picture apply(Picture picture) {
    int size = picture.height() * picture.width();
    float[] pixels = new float[picture.pixels().length];
    for (int c = 0; c < picture.channels(); c++) {
      float[] channel = Arrays.copyOfRange(picture.pixels(), c * size, (c + 1) * size);
      Transfer transfer = transfer(channel);
      for (int i = 0; i < size; i++) {
        double brightness = transfer.brightness(channel[i]);
        pixels[c * size + i] = brightness > 0 ? (float) Math.min(1, brightness) : 0;
      }
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), pixels);
  }
}
