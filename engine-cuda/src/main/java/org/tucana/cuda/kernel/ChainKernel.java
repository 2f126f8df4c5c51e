package org.tucana.cuda.kernel;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which kernel of {@code native/kernels/chain.cu} computes a chain of convolutions.
 *
 * @param innerRanks ranks of the inner map that a block of threads makes at a time
 * @param outerRanks most ranks that the core may have
 * @param sharedBytes shared memory of a block
 */
public record ChainKernel(int innerRanks, int outerRanks, int sharedBytes) {
  /** What every device lets a block have, less what the kernels declare themselves. */
  private static final int MOST_SHARED_BYTES = 48 * 1024 - 128;

  /** Channels and cells of the inner map that a block takes at a time. */
  private static final int CHANNELS = 16;

  private static final int RUN = 64;

  /** Numbers that a block brings to shared memory at a time: channels of cells and of factors. */
  private static final int STAGED = CHANNELS * (RUN + 64 + 4);

  private static final int TILE_CELLS = 64;

  /** Cells of the output that a thread computes, of {@link #OWN_RANKS} ranks each. */
  private static final int OWN_CELLS = 4;

  private static final int OWN_RANKS = 8;
  private static final int THREADS_ACROSS = 16;

  /**
   * Of the input; measured on an H200, where 64 took 0.98 and 128 1.09 of the time of three calls.
   */
  private static final int MOST_CHANNELS = 64;

  /** Products of one thread after another that take about as long as two launches. */
  private static final long PRODUCTS_OF_LAUNCHES = 1 << 14;

  /** The kernel for a chain; empty where the ranks or the inner map are too large for all. */
  public static Optional<ChainKernel> of(ChainSizes sizes) {
    return Stream.of(32, 64, 128)
        .filter(outer -> outer >= sizes.outerRanks())
        .findFirst()
        .flatMap(outer ->
            (sizes.innerRanks() > 32 && outer > 32 ? Stream.of(64, 32) : Stream.of(32))
                .map(inner -> new ChainKernel(inner, outer, sharedBytes(inner, outer, sizes)))
                .filter(kernel -> kernel.sharedBytes() <= MOST_SHARED_BYTES)
                .findFirst());
  }

  private static int sharedBytes(int inner, int outer, ChainSizes sizes) {
    return Float.BYTES * (STAGED + Math.max(inner * sizes.cellsUnderTile(), outer * TILE_CELLS));
  }

  String name() {
    return "chain_" + innerRanks + "_" + outerRanks + "_float32";
  }

  int threads() {
    return outerRanks / OWN_RANKS * THREADS_ACROSS;
  }

  /**
   * Whether one launch is taken for a chain: where a tile takes no longer than the launches that
   * are saved, or every multiprocessor gets a tile of so few channels that it is no slower than
   * three calls. With more channels it is: what tiles compute twice grows with them.
   *
   * @param processors multiprocessors of the device
   */
  public boolean pays(ChainSizes sizes, int processors) {
    return (sizes.tiles() >= processors && sizes.channels() <= MOST_CHANNELS)
        || productsOfThread(sizes) <= PRODUCTS_OF_LAUNCHES;
  }

  /** Products that a thread forms for one tile. */
  private long productsOfThread(ChainSizes sizes) {
    int blocks = Math.ceilDiv(sizes.innerRanks(), innerRanks);
    long inner =
        (long) Math.ceilDiv(sizes.cellsUnderTile(), RUN)
            * RUN
            * blocks
            * innerRanks
            / threads()
            * Math.ceilDiv(sizes.channels(), CHANNELS)
            * CHANNELS;
    long core = (long) sizes.innerRanks() * sizes.size() * sizes.size();
    long last = (long) Math.ceilDiv(sizes.results(), outerRanks) * sizes.outerRanks();
    return inner + (core + last) * OWN_RANKS * OWN_CELLS;
  }
}
