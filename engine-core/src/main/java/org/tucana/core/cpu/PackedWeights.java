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
    int filters = shape.groupFilters();
    int depth = shape.groupChannels() * shape.taps();
    int length = Math.toIntExact(Packing.leftLength(filters, depth));
    float[] values = new float[Math.multiplyExact(length, shape.groups())];
    for (int group = 0; group < shape.groups(); group++) {
      MatrixView matrix = new MatrixView(weight, offset + group * filters * depth, depth, 1);
      Sgemm.pack(workers, filters, depth, matrix, values, group * length);
    }
    return new PackedWeights(shape.groups(), filters, depth, values);
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
