package org.tucana.astro.stretch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

/**
 * Maps physical values to brightness in [0, 1], each channel for itself. Values that are no number
 * become the darkest brightness, 0.
 *
 * <p>The text form, for options and model metadata: {@code linear:LOW,HIGH}, {@code
 * asinh:LOW,HIGH,SOFTENING}, {@code zscale:CONTRAST,SAMPLES}, {@code sky:DARK,WHITE,SOFTENING};
 * {@code zscale} and {@code sky} may stand alone for their defaults.
 */
public sealed interface Stretch {
  /** The stretch of pictures for which no other is asked. */
  static Stretch standard() {
    return new SkyAsinh(2, 0.999, 4);
  }

  /** The transfer of one channel, which may look at all of its values first. */
  Transfer transfer(float[] channel);

  /** The text form, which {@link #parse} reads. */
  String text();

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
  record Linear(double low, double high) implements Stretch {
    public Linear {
      checkLimits(low, high);
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
  record Asinh(double low, double high, double softening) implements Stretch {
    public Asinh {
      checkLimits(low, high);
      checkAboveZero("softening", softening);
    }

    @Override
    public Transfer transfer(float[] channel) {
      double white = asinh(1 / softening);
      return value -> {
        double t = Math.min(1, Math.max(0, (value - low) / (high - low)));
        return asinh(t / softening) / white;
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
  record ZScale(double contrast, int samples) implements Stretch {
    public ZScale {
      checkAboveZero("contrast", contrast);
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
  record SkyAsinh(double dark, double white, double softening) implements Stretch {
    /** White lies at least so many deviations above the sky: noise alone stays dark. */
    private static final double LEAST_WHITE = 50;

    public SkyAsinh {
      checkAboveZero("softening", softening);
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
      double[] values = Limits.finite(channel);
      if (values.length == 0) {
        return value -> 0;
      }
      Arrays.sort(values);
      SkyLevel sky = SkyLevel.ofSorted(values);
      if (!(sky.noise() > 0)) {
        return new ZScale(1, 5).transfer(channel);
      }
      double brightest = values[(int) Math.round(white * (values.length - 1))];
      double top = Math.max(LEAST_WHITE, (brightest - sky.level()) / sky.noise());
      double scale = asinh((top + dark) / softening);
      return value -> {
        double above = (value - sky.level()) / sky.noise() + dark;
        return asinh(Math.max(0, above) / softening) / scale;
      };
    }

    @Override
    public String text() {
      return "sky:" + dark + "," + white + "," + softening;
    }
  }

  /** The picture in brightness, each channel stretched for itself. */
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

  /**
   * Reads the text form.
   *
   * @throws FormatException where it is none, saying what is expected
   */
  static Stretch parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<Double> numbers = new ArrayList<>();
    try {
      if (colon >= 0) {
        for (String number : text.substring(colon + 1).split(",", -1)) {
          numbers.add(Double.valueOf(number.strip()));
        }
      }
      return switch (name + numbers.size()) {
        case "linear2" -> new Linear(numbers.get(0), numbers.get(1));
        case "asinh3" -> new Asinh(numbers.get(0), numbers.get(1), numbers.get(2));
        case "zscale0" -> new ZScale(0.25, 1000);
        case "zscale2" -> new ZScale(numbers.get(0), numbers.get(1).intValue());
        case "sky0" -> standard();
        case "sky3" -> new SkyAsinh(numbers.get(0), numbers.get(1), numbers.get(2));
        default -> throw fault(text, null);
      };
    } catch (IllegalArgumentException e) {
      throw fault(text, e);
    }
  }

  private static FormatException fault(String text, Exception cause) {
    return new FormatException(
        "stretch: \""
            + text
            + "\" is none; write linear:LOW,HIGH, asinh:LOW,HIGH,SOFTENING, zscale or sky"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }

  private static void checkLimits(double low, double high) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "stretch: expected black below white, got " + low + " and " + high);
    }
  }

  private static void checkAboveZero(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("stretch: expected " + what + " above 0, got " + value);
    }
  }

  private static double asinh(double x) {
    return StrictMath.log(x + Math.sqrt(x * x + 1));
  }
}
