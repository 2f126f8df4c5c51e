package org.tucana.cuda.binding;

/**
 * How many threads run a kernel; grids and blocks have one axis.
 *
 * @param blocks blocks of the grid
 * @param threads threads of a block
 * @param sharedBytes shared memory of a block beyond what the kernel declares
 */
public record LaunchShape(int blocks, int threads, int sharedBytes) {
  private static final int MOST_THREADS = 1024;

  public LaunchShape {
    if (blocks < 1 || threads < 1 || threads > MOST_THREADS || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "launch: at least 1 block of 1 to "
              + MOST_THREADS
              + " threads wanted, got "
              + blocks
              + " of "
              + threads
              + " with "
              + sharedBytes
              + " bytes");
    }
  }
}
