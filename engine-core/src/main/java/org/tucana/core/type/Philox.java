package org.tucana.core.type;

/**
 * Counter-based random numbers: Philox 4x32 with ten rounds (Salmon et al., "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011). Element i of a key's stream is found without the elements
 * before it. An instance walks the stream and belongs to one thread.
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private final int key0;
  private final int key1;
  private final int counter2;
  private final int counter3;
  private final int[] block = new int[4];
  private long blockIndex = -1;
  private long next;

  Philox(RandomKey key) {
    long k = key.seed() ^ Long.rotateLeft(key.purposeHash(), 17);
    key0 = (int) k;
    key1 = (int) (k >>> 32);
    counter2 = (int) key.step();
    counter3 = (int) (key.step() >>> 32) ^ (int) (key.purposeHash() >>> 32);
  }

  /** The 32 random bits of element {@code index}. */
  public int bits(long index) {
    long wanted = index >>> 2;
    if (wanted != blockIndex) {
      fill(wanted);
    }
    return block[(int) (index & 3)];
  }

  private void fill(long index) {
    int c0 = (int) index;
    int c1 = (int) (index >>> 32);
    int c2 = counter2;
    int c3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < 10; round++) {
      long p0 = (c0 & 0xFFFFFFFFL) * (MULTIPLIER_0 & 0xFFFFFFFFL);
      long p1 = (c2 & 0xFFFFFFFFL) * (MULTIPLIER_1 & 0xFFFFFFFFL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    block[0] = c0;
    block[1] = c1;
    block[2] = c2;
    block[3] = c3;
    blockIndex = index;
  }

  /** The next 32 bits of the stream. */
  public int nextBits() {
    return bits(next++);
  }

  /** Uniform in [0, 1), in steps of 2^-32. */
  public double nextDouble() {
    return (nextBits() & 0xFFFFFFFFL) * 0x1p-32;
  }

  /** Uniform in [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /** Uniform among 0 .. bound-1 (by multiplication; the bias is below bound / 2^32). */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("random: bound must be positive, got " + bound);
    }
    return (int) (((nextBits() & 0xFFFFFFFFL) * bound) >>> 32);
  }

  /** Standard normal by Box and Muller's formula, two elements of the stream each. */
  public double nextGaussian() {
    double u = ((nextBits() & 0xFFFFFFFFL) + 1) * 0x1p-32;
    double v = nextDouble();
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
  }

  /** A random order of 0 .. n-1 (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
