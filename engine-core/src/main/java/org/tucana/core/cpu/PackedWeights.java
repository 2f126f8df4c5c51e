package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.type.ShapeException;

/**
 * Convolution weights in the form in which {@link ConvolutionForward} reads them; they serve until
 * the weights change.
 */
public final class PackedWeights {
  private final ConvolutionShape shape;
  private final float[] values;

  private PackedWeights(ConvolutionShape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Packs weights for forward convolutions of any batch and picture size.
   *
   * @param shape sizes of which those of the weight and the geometry matter
   * @param weight array that holds [filters, channels / groups, kernelHeight, kernelWidth]
   * @param offset index of the first weight
   */
  public static PackedWeights of(
      Workers workers, ConvolutionShape shape, float[] weight, int offset) {
    float[] values = new float[length(shape)];
    pack(workers, shape, weight, offset, values);
    return new PackedWeights(shape, values);
  }

  /**
   * Packs weights into the calling thread's scratch; they last until its buffer for left-hand
   * operands is used again.
   */
  static PackedWeights once(Workers workers, ConvolutionShape shape, float[] weight, int offset) {
    float[] values = workers.scratch().floats(Purpose.LEFT, length(shape));
    pack(workers, shape, weight, offset, values);
    return new PackedWeights(shape, values);
  }

  private static void pack(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, float[] target) {
    int filters = shape.groupFilters();
    int depth = shape.groupChannels() * shape.taps();
    int length = length(shape) / shape.groups();
    DepthBlocks blocks = DepthBlocks.of(depth, shape.taps());
    for (int group = 0; group < shape.groups(); group++) {
      MatrixView matrix = new MatrixView(weight, offset + group * filters * depth, depth, 1);
      Sgemm.pack(workers, filters, blocks, matrix, target, group * length);
    }
  }

  private static int length(ConvolutionShape shape) {
    int depth = shape.groupChannels() * shape.taps();
    return Math.toIntExact(shape.groups() * Packing.leftLength(shape.groupFilters(), depth));
  }

  /** The packed weights for a convolution, which must be one that they were packed for. */
  BlockedProduct.Left left(ConvolutionShape other) {
    check(other);
    return new BlockedProduct.Left(values, 0, length(shape) / shape.groups());
  }

  /** Refuses a convolution whose weights these cannot be. */
  private void check(ConvolutionShape other) {
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
