package org.tucana.astro.io;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How stored numbers become physical values: zero + scale * stored, in double, rounded to float32.
 *
 * @param scale BSCALE
 * @param zero BZERO
 * @param blank the integer that stands for no value
 */
record SampleScale(double scale, double zero, Optional<Long> blank) {
  /**
   * The scale of an image.
   *
   * @param blankKeyword BLANK or ZBLANK; only integers may have one
   */
  static SampleScale of(FitsUnit unit, int bits, String blankKeyword) {
    return new SampleScale(
        unit.number("BSCALE", 1),
        unit.number("BZERO", 0),
        bits > 0 ? unit.optionalInteger(blankKeyword) : Optional.empty());
  }

  /** Takes the next sample, of so many bits, from a buffer. */
  float next(ByteBuffer buffer, int bits) {
    return switch (bits) {
      case 8 -> physical(Byte.toUnsignedInt(buffer.get()));
      case 16 -> physical(buffer.getShort());
      case 32 -> physical(buffer.getInt());
      case 64 -> physical(buffer.getLong());
      case -32 -> (float) (zero + scale * buffer.getFloat());
      default -> (float) (zero + scale * buffer.getDouble());
    };
  }

  private float physical(long stored) {
    boolean gap = blank.isPresent() && blank.get() == stored;
    return gap ? Float.NaN : (float) (zero + scale * stored);
  }
}
