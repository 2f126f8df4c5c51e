package org.tucana.core.cpu;

import org.tucana.core.type.ShapeException;

/**
 * Convolution weights in the form in which the kernels read them; they serve until the weights
 * change. The form, direct or transformed for {@link WinogradConvolution}, is chosen by the sizes
 * for which they are packed and stays the same for other batches and pictures.
 */
public final class PackedWeights {
  private final ConvolutionShape shape;
  private final boolean transformed;
  private final float[] values;

  private PackedWeights(ConvolutionShape shape, boolean transformed, float[] values) {
    this.shape = shape;
    this.transformed = transformed;
    this.values = values;
  }

  /**
   * Packs weights for forward convolutions.
   *
   * @param shape sizes of the convolution for which they are meant
   * @param weight array that holds [filters, channels / groups, kernelHeight, kernelWidth]
   * @param offset index of the first weight
   */
  public static PackedWeights of(
      Workers workers, ConvolutionShape shape, float[] weight, int offset) {
    return into(workers, shape, weight, offset, new float[length(shape)]);
  }

  /** Returns the length of the packed weights. */
  static int length(ConvolutionShape shape) {
    return WinogradConvolution.suits(shape)
        ? WinogradConvolution.weightsLength(shape)
        : directLength(shape);
  }

  /** Packs weights into a buffer of at least {@link #length}; they last as long as its content. */
  static PackedWeights into(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, float[] buffer) {
    boolean transformed = WinogradConvolution.suits(shape);
    if (transformed) {
      KernelOrder order = KernelOrder.forward(shape, offset);
      WinogradConvolution.transformWeights(workers, shape, weight, order, buffer);
    } else {
      int filters = shape.groupFilters();
      int depth = shape.groupChannels() * shape.taps();
      int length = directLength(shape) / shape.groups();
      DepthBlocks blocks = DepthBlocks.of(depth, shape.taps());
      for (int group = 0; group < shape.groups(); group++) {
        MatrixView matrix = new MatrixView(weight, offset + group * filters * depth, depth, 1);
        Sgemm.pack(workers, filters, blocks, matrix, buffer, group * length);
      }
    }
    return new PackedWeights(shape, transformed, buffer);
  }

  private static int directLength(ConvolutionShape shape) {
    int depth = shape.groupChannels() * shape.taps();
    return Math.toIntExact(shape.groups() * Packing.leftLength(shape.groupFilters(), depth));
  }

  /** Whether they are in the form of {@link WinogradConvolution}. */
  boolean transformed() {
    return transformed;
  }

  float[] values() {
    return values;
  }

  /** Returns the direct form. */
  BlockedProduct.Left left() {
    return new BlockedProduct.Left(values, 0, directLength(shape) / shape.groups());
  }

  /** Refuses a convolution whose weights these cannot be. */
  void check(ConvolutionShape other) {
    if (other.filters() != shape.filters()
        || other.channels() != shape.channels()
        || other.kernelHeight() != shape.kernelHeight()
        || other.kernelWidth() != shape.kernelWidth()
        || !other.geometry().equals(shape.geometry())) {
      throw new ShapeException(
          "conv2d: the packed weights belong to another convolution, expected "
              + shape
              + ", got "
              + other
              + "; pack them for this one");
    }
  }
}
