package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.ShapeException;

/**
 * Convolution weights in the forms in which the kernels read them; they serve until the weights
 * change. There are two forms, direct and transformed for {@link WinogradConvolution}; which one a
 * convolution uses depends on the arithmetic allowed and its sizes alone.
 */
public final class PackedWeights {
  private final ConvolutionShape shape;
  private final float[] direct;
  private final float[] transformed;

  private PackedWeights(ConvolutionShape shape, float[] direct, float[] transformed) {
    this.shape = shape;
    this.direct = direct;
    this.transformed = transformed;
  }

  /**
   * Packs weights for forward convolutions of any batch and picture size.
   *
   * @param shape sizes of which those of the weight and the geometry matter
   * @param weight array that holds [filters, channels / groups, kernelHeight, kernelWidth]
   * @param offset index of the first weight
   * @param numerics arithmetic allowed
   */
  public static PackedWeights of(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, Numerics numerics) {
    float[] direct = new float[directLength(shape)];
    packDirect(workers, shape, weight, offset, direct);
    if (!numerics.winograd() || !WinogradConvolution.handles(shape)) {
      return new PackedWeights(shape, direct, null);
    }
    float[] transformed = new float[WinogradConvolution.weightsLength(shape)];
    transform(workers, shape, weight, offset, transformed);
    return new PackedWeights(shape, direct, transformed);
  }

  /**
   * Packs weights for one convolution of exactly these sizes into the calling thread's scratch;
   * they last until its buffer for left-hand operands is used again.
   */
  static PackedWeights once(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, Numerics numerics) {
    Scratch scratch = workers.scratch();
    if (numerics.winograd() && WinogradConvolution.suits(shape)) {
      int length = WinogradConvolution.weightsLength(shape);
      float[] transformed = scratch.floats(Purpose.LEFT, length);
      transform(workers, shape, weight, offset, transformed);
      return new PackedWeights(shape, null, transformed);
    }
    float[] direct = scratch.floats(Purpose.LEFT, directLength(shape));
    packDirect(workers, shape, weight, offset, direct);
    return new PackedWeights(shape, direct, null);
  }

  private static void transform(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, float[] target) {
    KernelOrder order = KernelOrder.forward(shape, offset);
    WinogradConvolution.transformWeights(workers, shape, weight, order, target);
  }

  private static void packDirect(
      Workers workers, ConvolutionShape shape, float[] weight, int offset, float[] target) {
    int filters = shape.groupFilters();
    int depth = shape.groupChannels() * shape.taps();
    int length = directLength(shape) / shape.groups();
    DepthBlocks blocks = DepthBlocks.of(depth, shape.taps());
    for (int group = 0; group < shape.groups(); group++) {
      MatrixView matrix = new MatrixView(weight, offset + group * filters * depth, depth, 1);
      Sgemm.pack(workers, filters, blocks, matrix, target, group * length);
    }
  }

  private static int directLength(ConvolutionShape shape) {
    int depth = shape.groupChannels() * shape.taps();
    return Math.toIntExact(shape.groups() * Packing.leftLength(shape.groupFilters(), depth));
  }

  /** Returns the weights for {@link WinogradConvolution} if a convolution is to go that way. */
  Optional<float[]> transformed(ConvolutionShape other) {
    check(other);
    return transformed != null && (direct == null || WinogradConvolution.suits(other))
        ? Optional.of(transformed)
        : Optional.empty();
  }

  /** Returns the direct form. */
  BlockedProduct.Left left() {
    return new BlockedProduct.Left(direct, 0, directLength(shape) / shape.groups());
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
