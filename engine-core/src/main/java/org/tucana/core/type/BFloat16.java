package org.tucana.core.type;

/** The 16-bit type that is the upper half of a float32: 8 bits of exponent, 7 of mantissa. */
public final class BFloat16 {
  private BFloat16() {}

  /** The value of a bit pattern; exact. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bit pattern nearest to a value, ties to even; NaN stays NaN. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40); // a quiet NaN, even where only low bits were set
    }
    int lastKept = (bits >>> 16) & 1;
    return (short) ((bits + 0x7FFF + lastKept) >>> 16);
  }
}
