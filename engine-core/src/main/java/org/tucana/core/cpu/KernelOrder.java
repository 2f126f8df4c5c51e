package org.tucana.core.cpu;

/**
 * Where the values of 3 x 3 kernels lie: value {@code t} of the kernel from channel {@code c} to
 * filter {@code f} is at {@code offset + f * filterStride + c * channelStride + t * step}.
 */
record KernelOrder(int offset, int filterStride, int channelStride, int step) {
  private static final int TAPS = 9;

  /** The order of a forward convolution. */
  static KernelOrder forward(ConvolutionShape shape, int offset) {
    return new KernelOrder(offset, shape.channels() * TAPS, TAPS, 1);
  }

  /**
   * The order that makes the input gradient of a convolution of stride 1 a forward convolution:
   * filters and channels exchanged, kernels turned by half a turn.
   */
  static KernelOrder turned(ConvolutionShape shape, int offset) {
    return new KernelOrder(offset + TAPS - 1, TAPS, shape.channels() * TAPS, -1);
  }
}
