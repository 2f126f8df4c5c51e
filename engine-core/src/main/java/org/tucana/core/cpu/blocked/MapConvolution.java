package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;

/** A convolution with packed weights, in one of the ways to compute it. */
public interface MapConvolution {
  /**
   * Computes y with its halo.
   *
   * @param x its halo is at least the padding
   * @param y must not share memory with x or the residual
   */
  void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y);

  /** The way's name, for reports. */
  String algorithm();
}
