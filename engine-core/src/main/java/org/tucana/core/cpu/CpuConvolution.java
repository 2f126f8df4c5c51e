package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Convolution;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;

/** Convolutions and their gradients in float32 on all threads; operands are row-major. */
final class CpuConvolution implements Convolution {
  private final Workers workers;

  CpuConvolution(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(
      ConvGeometry geometry,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace) {
    check("conv2d", x, weight, y);
    ConvolutionShape shape = shape(geometry, x, weight, y);
    PackedWeights packed =
        PackedWeights.once(
            workers, shape, HostStorage.floats(weight), weight.offset(), workspace.numerics());
    ConvolutionForward.run(
        workers,
        shape,
        HostStorage.floats(x),
        x.offset(),
        packed,
        HostStorage.floats(y),
        y.offset(),
        Epilogues.overRows(epilogue, y, workspace));
  }

  /**
   * Packs weights for {@link #forward(ConvGeometry, Operand, Operand, PackedWeights, Epilogue,
   * Operand, Workspace)}.
   */
  PackedWeights pack(
      ConvGeometry geometry, Operand x, Operand weight, Operand y, Numerics numerics) {
    check("conv2d", x, weight, y);
    return PackedWeights.of(
        workers,
        shape(geometry, x, weight, y),
        HostStorage.floats(weight),
        weight.offset(),
        numerics);
  }

  /**
   * Forward convolution with weights that were packed before, in the arithmetic they were packed
   * for; {@code weight} tells their shape.
   */
  void forward(
      ConvGeometry geometry,
      Operand x,
      Operand weight,
      PackedWeights packed,
      Epilogue epilogue,
      Operand y,
      Workspace workspace) {
    check("conv2d", x, weight, y);
    ConvolutionForward.run(
        workers,
        shape(geometry, x, weight, y),
        HostStorage.floats(x),
        x.offset(),
        packed,
        HostStorage.floats(y),
        y.offset(),
        Epilogues.overRows(epilogue, y, workspace));
  }

  @Override
  public void inputGradient(
      ConvGeometry geometry, Operand dy, Operand weight, Operand dx, Workspace workspace) {
    check("conv2d input gradient", dy, weight, dx);
    ConvolutionInputGradient.run(
        workers,
        shape(geometry, dx, weight, dy),
        HostStorage.floats(dy),
        dy.offset(),
        HostStorage.floats(weight),
        weight.offset(),
        HostStorage.floats(dx),
        dx.offset(),
        TileEpilogue.NONE,
        workspace.numerics());
  }

  /**
   * Transposed convolution: the input gradient, with an epilogue over its channels.
   *
   * @param x [N,K,P,Q], in the place of the output's gradient
   * @param y [N,C,H,W]
   */
  void transposed(
      ConvGeometry geometry,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace) {
    check("convTranspose2d", x, weight, y);
    ConvolutionInputGradient.run(
        workers,
        shape(geometry, y, weight, x),
        HostStorage.floats(x),
        x.offset(),
        HostStorage.floats(weight),
        weight.offset(),
        HostStorage.floats(y),
        y.offset(),
        Epilogues.overRows(epilogue, y, workspace),
        workspace.numerics());
  }

  @Override
  public void weightGradient(
      ConvGeometry geometry, Operand x, Operand dy, Operand dw, Workspace workspace) {
    check("conv2d weight gradient", x, dy, dw);
    ConvolutionWeightGradient.run(
        workers,
        shape(geometry, x, dw, dy),
        HostStorage.floats(x),
        x.offset(),
        HostStorage.floats(dy),
        dy.offset(),
        HostStorage.floats(dw),
        dw.offset());
  }

  private static ConvolutionShape shape(
      ConvGeometry geometry, Operand input, Operand weight, Operand output) {
    ConvolutionShape shape =
        new ConvolutionShape(
            input.dim(0),
            input.dim(1),
            input.dim(2),
            input.dim(3),
            weight.dim(0),
            weight.dim(2),
            weight.dim(3),
            geometry);
    if (weight.dim(1) != shape.groupChannels()
        || output.dim(0) != shape.batch()
        || output.dim(1) != shape.filters()
        || output.dim(2) != shape.outputHeight()
        || output.dim(3) != shape.outputWidth()) {
      throw new BackendException(
          "conv2d: the operands do not fit together: input "
              + input
              + ", weight "
              + weight
              + ", output "
              + output
              + ", "
              + geometry);
    }
    return shape;
  }

  private static void check(String operation, Operand... operands) {
    for (Operand operand : operands) {
      if (operand.dtype() != DType.FLOAT32) {
        throw new BackendException(
            operation
                + ": the cpu backend convolves FLOAT32, got "
                + operand
                + "; cast it, or use the reference backend");
      }
      if (!operand.isRowMajor()) {
        throw new BackendException(
            operation + ": expected a row-major operand, got " + operand + "; copy it first");
      }
    }
  }
}
