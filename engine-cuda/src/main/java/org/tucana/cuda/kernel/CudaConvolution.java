package org.tucana.cuda.kernel;

import java.util.Optional;
import java.util.OptionalLong;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Convolution;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Reduction;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionDirection;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.kernel.ConvolutionCall.Choice;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Convolutions by cuDNN, those that are products of matrices by cuBLAS. Pictures and residuals may
 * also be views [N,C,H,W] of row-major [N,H,W,C] and weights views [K,C/G,R,S] of row-major
 * [K,R,S,C/G]; a weight in another order than its pictures is copied at each call. ReLU in cuDNN's
 * own pass makes 0 of NaN.
 */
final class CudaConvolution implements Convolution {
  private final Device device;
  private final Pointwise pointwise;
  private final Matmul matmul;
  private final Reduction reduction;
  private final OutputFinish finish;
  private final Optional<ConvolutionTuning> tuning;

  CudaConvolution(Device device, Pointwise pointwise, Matmul matmul, Reduction reduction) {
    this(device, pointwise, matmul, reduction, Optional.empty());
  }

  private CudaConvolution(
      Device device,
      Pointwise pointwise,
      Matmul matmul,
      Reduction reduction,
      Optional<ConvolutionTuning> tuning) {
    this.device = device;
    this.pointwise = pointwise;
    this.matmul = matmul;
    this.reduction = reduction;
    this.tuning = tuning;
    finish = new OutputFinish(device.launcher());
  }

  /**
   * The same convolutions, which before each call look for the fastest algorithm that gives the
   * same bits; all calls of the device use it from then on.
   */
  CudaConvolution tuning() {
    return new CudaConvolution(
        device,
        pointwise,
        matmul,
        reduction,
        Optional.of(new ConvolutionTuning(device, pointwise)));
  }

  @Override
  public void forward(
      ConvGeometry geometry,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace) {
    if (y.elements() == 0) {
      return;
    }
    ConvolutionLayouts layouts = ConvolutionLayouts.of(x, y);
    Epilogue given = lyingAs(layouts.y(), epilogue, workspace);
    if (x.elements() == 0) {
      pointwise.fill(0, y);
      finish(given, layouts.y(), y);
      return;
    }
    Operand filters = lyingAs(layouts.weight(), weight, workspace);
    ConvolutionProblem problem = problem(geometry, layouts, x, weight, y, workspace);
    if (ProductConvolution.fits(geometry, filters, x, y)) {
      products(workspace).forward(x, filters, y);
      finish(given, layouts.y(), y);
      return;
    }
    ConvolutionCall call =
        new ConvolutionCall(
            ConvolutionDirection.FORWARD,
            problem,
            data(x, filters, y),
            finishOf(given, y.dtype()),
            workspace.numerics().winograd());
    Optional<Choice> ran = run(call, workspace);
    if (ran.isEmpty()) {
      new PlainConvolution(this, pointwise, geometry, workspace).forward(x, weight, epilogue, y);
    } else if (!ran.get().finishes()) {
      finish(given, layouts.y(), y);
    }
  }

  @Override
  public void inputGradient(
      ConvGeometry geometry, Operand dy, Operand weight, Operand dx, Workspace workspace) {
    if (dx.elements() == 0) {
      return;
    }
    if (dy.elements() == 0) {
      pointwise.fill(0, dx);
      return;
    }
    ConvolutionLayouts layouts = ConvolutionLayouts.of(dx, dy);
    Operand filters = lyingAs(layouts.weight(), weight, workspace);
    ConvolutionProblem problem = problem(geometry, layouts, dx, weight, dy, workspace);
    if (ProductConvolution.fits(geometry, filters, dx, dy)) {
      products(workspace).inputGradient(dy, filters, dx);
      return;
    }
    ConvolutionCall call =
        new ConvolutionCall(
            ConvolutionDirection.INPUT_GRADIENT,
            problem,
            data(dx, filters, dy),
            Optional.empty(),
            workspace.numerics().winograd());
    if (run(call, workspace).isEmpty()) {
      new PlainConvolution(this, pointwise, geometry, workspace).inputGradient(dy, weight, dx);
    }
  }

  @Override
  public void weightGradient(
      ConvGeometry geometry, Operand x, Operand dy, Operand dw, Workspace workspace) {
    if (dw.elements() == 0) {
      return;
    }
    if (dy.elements() == 0) {
      pointwise.fill(0, dw);
      return;
    }
    ConvolutionLayouts layouts = ConvolutionLayouts.of(x, dy);
    ConvolutionProblem problem = problem(geometry, layouts, x, dw, dy, workspace);
    if (ProductConvolution.fitsWeightGradient(geometry, x, dy, dw)) {
      products(workspace).weightGradient(x, dy, dw);
      return;
    }
    Operand view = ConvolutionLayouts.inOrder(dw, layouts.weight());
    Operand filters = view.isRowMajor() ? view : workspace.scratch(view.type());
    ConvolutionCall call =
        new ConvolutionCall(
            ConvolutionDirection.WEIGHT_GRADIENT,
            problem,
            data(x, filters, dy),
            Optional.empty(),
            workspace.numerics().winograd());
    if (run(call, workspace).isEmpty()) {
      new PlainConvolution(this, pointwise, geometry, workspace).weightGradient(x, dy, dw);
    } else if (!view.isRowMajor()) {
      pointwise.copy(filters, view);
    }
  }

  private ProductConvolution products(Workspace workspace) {
    return new ProductConvolution(matmul, reduction, workspace);
  }

  private Optional<Choice> run(ConvolutionCall call, Workspace workspace) {
    tuning.ifPresent(t -> t.tune(call));
    return device.algorithms().run(call, bytes -> work(bytes, workspace));
  }

  private static DeviceBlock work(long bytes, Workspace workspace) {
    if (bytes == 0) {
      return DeviceBlock.NONE;
    }
    TensorType type = new TensorType(Shape.of(Math.toIntExact(bytes)), DType.UINT8);
    return new DeviceBlock(DeviceStorage.address(workspace.scratch(type)), bytes);
  }

  private static ConvolutionProblem problem(
      ConvGeometry geometry,
      ConvolutionLayouts layouts,
      Operand x,
      Operand weight,
      Operand y,
      Workspace workspace) {
    KernelChecks.sameType("conv2d", x, weight);
    KernelChecks.sameType("conv2d", x, y);
    return new ConvolutionProblem(
        layouts.xLayout(x),
        layouts.weightLayout(weight),
        geometry,
        layouts.yLayout(y),
        Precision.of("conv2d", y.dtype(), workspace.numerics()));
  }

  private static ConvolutionData data(Operand x, Operand weight, Operand y) {
    return new ConvolutionData(
        DeviceStorage.address(x), DeviceStorage.address(weight), DeviceStorage.address(y));
  }

  /** What cuDNN can do in the same pass: always a bias, and only in float32. */
  private static Optional<ConvolutionFinish> finishOf(Epilogue epilogue, DType dtype) {
    return dtype == DType.FLOAT32
        ? epilogue
            .bias()
            .map(bias ->
                new ConvolutionFinish(
                    DeviceStorage.address(bias),
                    epilogue
                        .residual()
                        .map(r -> OptionalLong.of(DeviceStorage.address(r)))
                        .orElse(OptionalLong.empty()),
                    epilogue.relu()))
        : Optional.empty();
  }

  private void finish(Epilogue epilogue, ChannelOrder order, Operand y) {
    long inner = order == ChannelOrder.CHANNELS_LAST ? 1 : (long) y.dim(2) * y.dim(3);
    finish.apply(epilogue, y.dim(1), inner, y);
  }

  private Epilogue lyingAs(ChannelOrder order, Epilogue epilogue, Workspace workspace) {
    return new Epilogue(
        epilogue.bias().map(bias -> Copies.rowMajor(pointwise, bias, workspace)),
        epilogue.residual().map(residual -> lyingAs(order, residual, workspace)),
        epilogue.relu());
  }

  /** The operand where it lies in an order, else a copy that does; either as a row-major view. */
  private Operand lyingAs(ChannelOrder order, Operand x, Workspace workspace) {
    return Copies.rowMajor(pointwise, ConvolutionLayouts.inOrder(x, order), workspace);
  }
}
