package org.tucana.core.type;

/**
 * Names one stream of random numbers. Numbers depend on the key and the element's index alone, by
 * Philox 4x32-10 (Salmon et al., SC 2011): equal on every backend and for every number of threads.
 *
 * @param seed the user's seed
 * @param purpose what the numbers are for; distinct purposes give independent streams
 * @param step training step, scene number or other counter
 */
public record RandomKey(long seed, String purpose, long step) {

  /** The same seed and step for another purpose. */
  public RandomKey forPurpose(String other) {
    return new RandomKey(seed, other, step);
  }

  public RandomKey atStep(long other) {
    return new RandomKey(seed, purpose, other);
  }

  /** A generator that walks this stream from its first element. */
  public Philox stream() {
    return new Philox(this);
  }

  /** 64-bit FNV-1a of the purpose's UTF-16 code units. */
  long purposeHash() {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < purpose.length(); i++) {
      h = (h ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }
}
