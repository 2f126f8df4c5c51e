package org.tucana.cuda.kernel;

import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.cuda.binding.DeviceLimits;

/**
 * Which kernel of {@code native/kernels/chain.cu} computes a chain of convolutions.
 *
 * @param ranks most ranks that the core may have
 * @param sharedBytes shared memory of a block
 */
public record ChainKernel(int ranks, int sharedBytes) {
  /** The first with products of matrices in TF32, which the kernels are made of. */
  private static final int TENSOR_CORES = 80;

  /** Rows of filters that a warp has, and threads that have so many. */
  private static final int ROWS = 32;

  private static final int THREADS = 128;

  /** Most ranks of the inner map that a block makes at a time. */
  private static final int MOST_MADE = 64;

  /** Numbers that are brought at a time: 16 channels of 192 cells, which lie 200 apart. */
  private static final int LOT_CELLS = 16 * 200;

  /** And for each rank 16 factors in two parts. */
  private static final int LOT_FILTERS = 16 * 2;

  /** How far apart ranks of a tile's cells lie. */
  private static final int RANK_PITCH = 136;

  /** Most channels of narrow pictures; this and the next as measured on an H200. */
  private static final int NARROW = 128;

  private static final int STEPS_OF_LAUNCHES = 40;

  /** The kernel for a chain; empty where the device has none, or not room for its inner map. */
  public static Optional<ChainKernel> of(ChainSizes sizes, DeviceLimits limits) {
    return Stream.of(ROWS, 2 * ROWS, 4 * ROWS)
        .filter(ranks -> limits.capability() >= TENSOR_CORES && ranks >= sizes.outerRanks())
        .findFirst()
        .map(ranks -> new ChainKernel(ranks, sharedBytes(ranks, sizes)))
        .filter(kernel -> kernel.sharedBytes() <= limits.sharedBytes());
  }

  private static int sharedBytes(int ranks, ChainSizes sizes) {
    int lot = LOT_CELLS + LOT_FILTERS * Math.min(ranks, MOST_MADE);
    int pitch = (sizes.cellsUnderTile() + 7) / 16 * 16 + 8;
    int inner = Math.ceilDiv(sizes.innerRanks(), ROWS) * ROWS * pitch;
    return Float.BYTES * Math.max(2 * lot + inner, ranks * RANK_PITCH);
  }

  String name() {
    return "chain_" + ranks + "_float32";
  }

  int threads() {
    return ranks / ROWS * THREADS;
  }

  /**
   * Whether one launch is taken for a chain: where a tile takes no longer than three launches, or
   * most multiprocessors get one and do not spend it on wide pictures with few ranks, whose outer
   * convolutions are better done apart.
   *
   * @param processors multiprocessors of the device
   */
  public boolean pays(ChainSizes sizes, int processors) {
    boolean busy = sizes.tiles() >= processors * 2L / 3;
    boolean narrow = sizes.channels() <= NARROW || ranks > ROWS;
    return (busy && narrow) || steps(sizes) <= STEPS_OF_LAUNCHES;
  }

  /** Steps of eight factors that a warp takes for a tile. */
  private int steps(ChainSizes sizes) {
    return steps(sizes.channels())
        + steps(sizes.innerRanks()) * sizes.size() * sizes.size()
        + Math.ceilDiv(sizes.results(), ranks) * steps(sizes.outerRanks());
  }

  private static int steps(int factors) {
    return Math.ceilDiv(factors, 8);
  }
}
