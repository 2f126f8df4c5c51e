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
  static final int ROWS = 32;

  private static final int THREADS = 128;

  /** Factors that a warp multiplies at a time. */
  static final int DEPTH = 8;

  /** Most ranks of the inner map that a block makes at a time. */
  private static final int MOST_MADE = 64;

  /** Cells of the inner map that a block makes at a time. */
  private static final int RUN = 192;

  /** Numbers that are brought at a time: 16 channels of these cells, which lie 200 apart. */
  private static final int LOT_CELLS = 16 * 200;

  /** And for each rank 16 factors in two parts. */
  private static final int LOT_FILTERS = 16 * 2;

  /** How far apart ranks of a tile's cells lie. */
  private static final int RANK_PITCH = 136;

  /** Most input channels where few ranks are as fast as calls apart; measured on an H200. */
  private static final int FEW_CHANNELS = 128;

  /** Steps of a warp that take as long as three launches; measured on an H200. */
  private static final int STEPS_OF_LAUNCHES = 40;

  /** The kernel for a chain; empty where the device has none, or not room for its inner map. */
  public static Optional<ChainKernel> of(ChainSizes sizes, DeviceLimits limits) {
    return Stream.of(ROWS, 2 * ROWS, 4 * ROWS)
        .filter(ranks -> limits.capability() >= TENSOR_CORES && ranks >= sizes.outerRanks())
        .findFirst()
        .filter(ranks -> sharedBytes(ranks, sizes) <= limits.sharedBytes())
        .map(ranks -> new ChainKernel(ranks, (int) sharedBytes(ranks, sizes)));
  }

  private static long sharedBytes(int ranks, ChainSizes sizes) {
    long lot = LOT_CELLS + (long) LOT_FILTERS * Math.min(ranks, MOST_MADE);
    long pitch = (sizes.cellsUnderTile() + 7) / 16 * 16 + 8;
    long inner = (long) Math.ceilDiv(sizes.innerRanks(), ROWS) * ROWS * pitch;
    return Float.BYTES * Math.max(2 * lot + inner, (long) ranks * RANK_PITCH);
  }

  String name() {
    return "chain_" + ranks + "_float32";
  }

  int threads() {
    return ranks / ROWS * THREADS;
  }

  /**
   * Whether one launch is taken for a chain: where a tile takes no longer than three launches, or
   * most multiprocessors get one and do not spend it on many channels with few ranks, whose outer
   * convolutions are better done apart.
   *
   * @param processors multiprocessors of the device
   */
  public boolean pays(ChainSizes sizes, int processors) {
    boolean busy = sizes.tiles() >= processors * 2L / 3;
    boolean worth = sizes.channels() <= FEW_CHANNELS || ranks > ROWS;
    return (busy && worth) || steps(sizes) <= STEPS_OF_LAUNCHES;
  }

  /** Steps of {@link #DEPTH} factors that a warp takes for a tile. */
  private long steps(ChainSizes sizes) {
    long passes =
        Math.ceilDiv(sizes.cellsUnderTile(), RUN)
            * Math.ceilDiv(sizes.innerRanks(), Math.min(ranks, MOST_MADE));
    return passes * steps(sizes.channels())
        + (long) steps(sizes.innerRanks()) * sizes.size() * sizes.size()
        + (long) Math.ceilDiv(sizes.results(), ranks) * steps(sizes.outerRanks());
  }

  private static int steps(int factors) {
    return Math.ceilDiv(factors, DEPTH);
  }
}
