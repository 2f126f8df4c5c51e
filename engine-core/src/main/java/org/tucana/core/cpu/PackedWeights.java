package org.tucana.core.cpu;

import org.tucana.core.type.ShapeException;

/**
 * Convolution weights in the order in which the register tile reads them; they serve until the
 * weights change.
 */
public final class PackedWeights {
  private final int groups;
  private final int filters;
  private final int depth;
  private final float[] values;

  private PackedWeights(int groups, int filters, int depth, float[] values) {
    this.groups = groups;
    this.filters = filters;
    this.depth = depth;
    this.values = values;
  }

  /**
   * Packs weights for forward convolutions.
   *
   * @param shape sizes; only those of the weight matter
   * @param weight array that holds [filters, channels / groups, kernelHeight, kernelWidth]
   * @param offset index of the first weight
   */
  public static PackedWeights of(
      Workers workers, ConvolutionShape shape, float[] weight, int offset) {
    float[] values = new float[length(shape)];
    pack(workers, shape, weight, offset, values);
    int depth = shape.groupChannels() * shape.taps();
    return new PackedWeights(shape.groups(), shape.groupFilters(), depth, values);
  }

  /** Returns the length of the packed weights. */
  static int length(ConvolutionShape shape) {
    int depth = shape.groupChannels() * shape.taps();
    return Math.toIntExact(shape.groups() * Packing.leftLength(shape.groupFilters(), depth));
  }

  /** Packs weights into a buffer, for one use. */
  static BlockedProduct.Left pack(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, float[] buffer) {
    int filters = shape.groupFilters();
    int depth = shape.groupChannels() * shape.taps();
    int length = length(shape) / shape.groups();
    DepthBlocks blocks = DepthBlocks.of(depth, shape.taps());
    for (int group = 0; group < shape.groups(); group++) {
      MatrixView matrix = new MatrixView(weight, offset + group * filters * depth, depth, 1);
      Sgemm.pack(workers, filters, blocks, matrix, buffer, group * length);
    }
    return new BlockedProduct.Left(buffer, 0, length);
  }

  /** Returns the operand after checking that it belongs to such a convolution. */
  BlockedProduct.Left left(ConvolutionShape shape) {
    if (shape.groups() != groups
        || shape.groupFilters() != filters
        || shape.groupChannels() * shape.taps() != depth) {
      throw new ShapeException(
          "conv2d: the packed weights belong to another convolution, expected "
              + groups
              + " groups of "
              + filters
              + " filters with "
              + depth
              + " values, got "
              + shape);
    }
    return new BlockedProduct.Left(values, 0, values.length / groups);
  }
}
