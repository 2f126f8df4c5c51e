package org.tucana.cuda.launch;

import org.tucana.core.kernel.MergedAxes;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.KernelArgument.Struct;

/** The structures that kernels take by value, byte by byte as native/README.md lays them out. */
public final class Structs {
  private static final int MOST_AXES = 8;
  private static final int VIEW_BYTES = 112;
  private static final int VIEW_OFFSET = 40;
  private static final int PLANES_BYTES = 24;

  private Structs() {}

  /**
   * Views of operands of one shape; the pointer that goes with each is its storage's start. Axes
   * are merged where all allow it, for a view of one axis costs no division.
   *
   * @throws BackendException where shapes differ or more than 8 axes remain
   */
  public static Struct[] views(Operand... operands) {
    int[][] strides = new int[operands.length][];
    for (int i = 0; i < operands.length; i++) {
      if (!operands[i].shape().equals(operands[0].shape())) {
        throw new BackendException(
            "cuda: operands of one shape wanted, got "
                + operands[0].shape()
                + " and "
                + operands[i].shape()
                + "; broadcast one of them first");
      }
      strides[i] = operands[i].strides();
    }
    MergedAxes axes = MergedAxes.of(operands[0].shape().dims(), strides);
    Struct[] views = new Struct[operands.length];
    for (int i = 0; i < operands.length; i++) {
      views[i] = view(axes.dims(), axes.strides()[i], operands[i].offset());
    }
    return views;
  }

  /** A view of these axes, outermost first; strides and offset in elements. */
  public static Struct view(int[] dims, int[] strides, long offset) {
    if (dims.length > MOST_AXES) {
      throw new BackendException(
          "cuda: kernels take up to "
              + MOST_AXES
              + " axes that cannot be merged, got "
              + dims.length
              + "; make the tensor contiguous first");
    }
    StructWriter view = new StructWriter(VIEW_BYTES).number(dims.length);
    for (int dim : dims) {
      view.number(dim);
    }
    view.at(VIEW_OFFSET).number(offset);
    for (int stride : strides) {
      view.number((long) stride);
    }
    return view.struct();
  }

  /** {@code Planes}: sizes of the last two axes of input and output, and how many planes. */
  public static Struct planes(Operand input, Operand output) {
    return new StructWriter(PLANES_BYTES)
        .number(input.dim(2))
        .number(input.dim(3))
        .number(output.dim(2))
        .number(output.dim(3))
        .number((long) input.dim(0) * input.dim(1))
        .struct();
  }
}
