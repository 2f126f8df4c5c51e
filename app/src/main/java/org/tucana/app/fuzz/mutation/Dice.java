package org.tucana.app.fuzz.mutation;

import java.util.List;
import org.tucana.core.type.Philox;

/** The choices that mutations make, all from one stream of random numbers. */
public final class Dice {
  private static final int MOST_CHUNK_BITS = 12;

  private final Philox random;
  private final List<byte[]> files;

  /**
   * @param random where choices come from
   * @param files the good files
   */
  public Dice(Philox random, List<byte[]> files) {
    this.random = random;
    this.files = List.copyOf(files);
  }

  /** One of 0 .. bound-1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** True in half of the cases. */
  public boolean coin() {
    return random.nextBits() < 0;
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) random.nextBits();
    }
    return bytes;
  }

  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of the good files; shared, not to be written to. */
  public byte[] goodFile() {
    return pick(files);
  }

  /** A length of 1 to {@code most}, mostly short, never above 4,096. */
  int chunk(int most) {
    return Math.min(most, 1 + below(1 << below(MOST_CHUNK_BITS + 1)));
  }
}
