package org.tucana.core.host;

import java.lang.foreign.MemorySegment;

/** The bytes of a Java array of numbers. */
public final class ArraySegment {
  private ArraySegment() {}

  /** All bytes of a float[], double[], int[], long[], byte[] or short[]. */
  public static MemorySegment of(Object array) {
    return switch (array) {
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      default -> throw new IllegalArgumentException("segment: no array of numbers: " + array);
    };
  }
}
