package org.tucana.core.cpu;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.ShapeException;

/**
 * Sizes of a two-dimensional convolution over NCHW arrays without gaps.
 *
 * <p>Input [batch, channels, height, width], weight [filters, channels / groups, kernelHeight,
 * kernelWidth], output [batch, filters, outputHeight, outputWidth].
 *
 * @param batch number of images
 * @param channels input channels of all groups
 * @param height input rows
 * @param width input columns
 * @param filters output channels of all groups
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param geometry stride, padding, dilation and groups
 */
public record ConvolutionShape(
    int batch,
    int channels,
    int height,
    int width,
    int filters,
    int kernelHeight,
    int kernelWidth,
    ConvGeometry geometry) {

  /** Checks that the groups divide the channels. */
  public ConvolutionShape {
    if (channels % geometry.groups() != 0 || filters % geometry.groups() != 0) {
      throw new ShapeException(
          "conv2d: channels and filters must be multiples of the groups, got "
              + channels
              + " channels, "
              + filters
              + " filters, "
              + geometry.groups()
              + " groups");
    }
  }

  /** Returns the number of output rows, zero if the kernel does not fit. */
  public int outputHeight() {
    return Math.max(0, geometry.outputRows(height, kernelHeight));
  }

  /** Returns the number of output columns, zero if the kernel does not fit. */
  public int outputWidth() {
    return Math.max(0, geometry.outputColumns(width, kernelWidth));
  }

  /** Returns the number of groups. */
  public int groups() {
    return geometry.groups();
  }

  /** Returns the input channels of one group. */
  public int groupChannels() {
    return channels / geometry.groups();
  }

  /** Returns the output channels of one group. */
  public int groupFilters() {
    return filters / geometry.groups();
  }

  /** Returns the number of kernel positions. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }
}
