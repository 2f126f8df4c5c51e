package org.tucana.core.cpu.blocked;

/**
 * Where the values of a convolution's filters lie: value {@code t} of the kernel from channel
 * {@code c} to filter {@code f} is at {@code offset + f * filterStride + c * channelStride + t *
 * step}.
 *
 * @param step distance of the values of a kernel, row by row
 */
public record FilterOrder(int offset, int filterStride, int channelStride, int step) {
  /** The order of weights [K,C,R,S] that begin at an offset, for {@code taps} = R S. */
  public static FilterOrder forward(int channels, int taps, int offset) {
    return new FilterOrder(offset, channels * taps, taps, 1);
  }

  /**
   * The order that makes the input gradient of a convolution of stride 1 a forward convolution:
   * filters and channels exchanged, kernels turned by half a turn.
   *
   * @param channels C of the weights [K,C,R,S], which is the number of filters here
   */
  public static FilterOrder turned(int channels, int taps, int offset) {
    return new FilterOrder(offset + taps - 1, taps, channels * taps, -1);
  }

  /** Where a kernel begins. */
  int at(int filter, int channel) {
    return offset + filter * filterStride + channel * channelStride;
  }
}
