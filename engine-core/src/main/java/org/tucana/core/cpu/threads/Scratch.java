package org.tucana.core.cpu.threads;

import java.util.EnumMap;
import java.util.Map;

/**
 * Buffers that one thread uses again and again, so that kernels do not allocate.
 *
 * <p>A buffer is asked for by its purpose and keeps what was left in it; asking for a larger one
 * replaces it. Two purposes never share a buffer, and a {@linkplain #nested() nested} scratch
 * shares none with its parent, so a kernel that runs inside another one's chunk disturbs nothing.
 */
public final class Scratch {
  /** What a buffer is for. */
  public enum Purpose {
    /** The sums of one register tile. */
    TILE,
    /** Right-hand operand rows of one block. */
    PANEL,
    /** Input rows with their zero border. */
    HALO,
    /** Left-hand operand, packed for all threads. */
    LEFT,
    /** Right-hand operand, arranged for all threads. */
    RIGHT,
    /** A result before it is put in its final order. */
    RESULT,
    /** Offsets of right-hand operand rows. */
    ROWS,
    /** Offsets of row segments. */
    SEGMENTS,
    /** Elements of a kernel's first operand, side by side. */
    FIRST_LINE,
    /** Elements of its second operand. */
    SECOND_LINE,
    /** Elements of its result, before they go to their places. */
    RESULT_LINE,
    /** Sums of parts, before they are combined. */
    PARTIAL_SUMS,
    /** Tiles of a map, transformed. */
    TRANSFORMED,
    /** A tile of which one direction is transformed. */
    HALF_TRANSFORMED,
    /** What the first of a chain of convolutions leaves to the second. */
    FIRST_STAGE,
    /** What the second of a chain leaves to the third. */
    SECOND_STAGE
  }

  private final Map<Purpose, float[]> floats = new EnumMap<>(Purpose.class);
  private final Map<Purpose, double[]> doubles = new EnumMap<>(Purpose.class);
  private final Map<Purpose, int[]> ints = new EnumMap<>(Purpose.class);
  private Scratch nested;

  /** Makes an empty scratch; buffers appear when they are first asked for. */
  public Scratch() {}

  /** Returns a buffer of at least {@code length} floats with arbitrary content. */
  public float[] floats(Purpose purpose, int length) {
    float[] buffer = floats.get(purpose);
    if (buffer == null || buffer.length < length) {
      buffer = new float[grown(length)];
      floats.put(purpose, buffer);
    }
    return buffer;
  }

  /** Returns a buffer of at least {@code length} doubles with arbitrary content. */
  public double[] doubles(Purpose purpose, int length) {
    double[] buffer = doubles.get(purpose);
    if (buffer == null || buffer.length < length) {
      buffer = new double[grown(length)];
      doubles.put(purpose, buffer);
    }
    return buffer;
  }

  /** Returns a buffer of at least {@code length} ints with arbitrary content. */
  public int[] ints(Purpose purpose, int length) {
    int[] buffer = ints.get(purpose);
    if (buffer == null || buffer.length < length) {
      buffer = new int[grown(length)];
      ints.put(purpose, buffer);
    }
    return buffer;
  }

  /** Returns the scratch for work that runs while this one is in use. */
  Scratch nested() {
    if (nested == null) {
      nested = new Scratch();
    }
    return nested;
  }

  /** Rounds a length up by an eighth, so that slowly growing demands do not allocate each time. */
  private static int grown(int length) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, length + (length >> 3) + 64L);
  }
}
