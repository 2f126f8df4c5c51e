package org.tucana.nn.data;

import java.util.Objects;

/**
 * A picture in memory: float32 samples, channel by channel, each channel row by row (CHW).
 *
 * <p>Samples of display pictures lie in [0, 1]; science pictures keep the unit of their file until
 * a stretch maps them. The array is held, not copied: whoever makes a picture gives the array away.
 *
 * @param channels number of channels, at least 1
 * @param height rows
 * @param width columns
 * @param pixels {@code channels * height * width} samples
 */
public record Picture(int channels, int height, int width, float[] pixels) {
  public Picture {
    Objects.requireNonNull(pixels, "pixels");
    if (channels < 1 || height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "picture: sizes must be positive, got " + channels + "x" + height + "x" + width);
    }
    if (pixels.length != Math.multiplyExact(Math.multiplyExact(channels, height), width)) {
      throw new IllegalArgumentException(
          "picture: "
              + channels
              + "x"
              + height
              + "x"
              + width
              + " needs "
              + (long) channels * height * width
              + " samples, got "
              + pixels.length);
    }
  }

  /** An all-zero picture of the given size. */
  public static Picture black(int channels, int height, int width) {
    return new Picture(
        channels,
        height,
        width,
        new float[Math.multiplyExact(Math.multiplyExact(channels, height), width)]);
  }

  /** The sample of one channel at one pixel. */
  public float at(int channel, int y, int x) {
    return pixels[(channel * height + y) * width + x];
  }
}
