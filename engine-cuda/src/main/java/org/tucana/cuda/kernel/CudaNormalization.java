package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.flag;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Arguments.suffix;

import org.tucana.core.kernel.Normalization;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.ChannelStatistics;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.binding.TensorLayout;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.launch.StructWriter;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Batch normalisation. What sums runs in kernels of our own, in double as the contract wants; with
 * given statistics there is nothing to sum, and cuDNN does it in one pass where it can.
 */
final class CudaNormalization implements Normalization {
  /** Values of a channel that one block sums; {@code PIECE} of normalization.cu. */
  private static final int PIECE = 8192;

  private static final int CHANNELS_BYTES = 24;

  /** The most pictures that cuDNN normalises in one call. */
  private static final int MOST_PICTURES = 65535;

  private final Device device;

  CudaNormalization(Device device) {
    this.device = device;
  }

  /** The axes of x [N,C,H,W] or [N,C], and its element type. */
  private record Sizes(long pictures, long channels, long inner, DType dtype) {
    static Sizes of(Operand x) {
      long inner = 1;
      for (int axis = 2; axis < x.shape().rank(); axis++) {
        inner *= x.dim(axis);
      }
      return new Sizes(x.dim(0), x.dim(1), inner, x.dtype());
    }

    long values() {
      return pictures * inner;
    }

    /** How many sums there are, over pieces of channels. */
    long sums() {
      return channels * Math.ceilDiv(values(), PIECE);
    }

    Struct struct() {
      return new StructWriter(CHANNELS_BYTES)
          .number(pictures)
          .number(channels)
          .number(inner)
          .struct();
    }
  }

  @Override
  public void train(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand y,
      Operand mean,
      Operand inverseDeviation) {
    Sizes sizes = Sizes.of(x);
    Struct struct = sizes.struct();
    try (Scratch scratch = device.scratch("batch norm")) {
      Address means = perChannel(scratch, sizes);
      Address inverses = perChannel(scratch, sizes);
      Address pieces = scratch.address(DType.FLOAT64, Math.toIntExact(sizes.sums()));
      sum(sizes, "sums", struct, address(x), pieces);
      each(sizes, sizes.channels(), "means", struct, pieces, means, address(mean));
      sum(sizes, "squares", struct, address(x), means, pieces);
      each(
          sizes,
          sizes.channels(),
          "deviations",
          struct,
          number(epsilon),
          pieces,
          inverses,
          address(inverseDeviation));
      apply(sizes, x, means, inverses, scale, shift, y);
    }
  }

  @Override
  public void trainGradient(
      Operand x,
      Operand scale,
      Operand mean,
      Operand inverseDeviation,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    Sizes sizes = Sizes.of(x);
    try (Scratch scratch = device.scratch("batch norm gradient")) {
      Address means = perChannel(scratch, sizes);
      Address inverses = perChannel(scratch, sizes);
      given(sizes, false, 0, mean, inverseDeviation, means, inverses);
      gradient(
          scratch,
          sizes,
          (double) sizes.values(),
          x,
          scale,
          means,
          inverses,
          dy,
          dx,
          dScale,
          dShift);
    }
  }

  @Override
  public void inference(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand mean,
      Operand variance,
      Operand y) {
    if (x.elements() == 0 || inferenceByLibrary(epsilon, x, scale, shift, mean, variance, y)) {
      return;
    }
    Sizes sizes = Sizes.of(x);
    try (Scratch scratch = device.scratch("batch norm")) {
      Address means = perChannel(scratch, sizes);
      Address inverses = perChannel(scratch, sizes);
      given(sizes, true, epsilon, mean, variance, means, inverses);
      apply(sizes, x, means, inverses, scale, shift, y);
    }
  }

  private boolean inferenceByLibrary(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand mean,
      Operand variance,
      Operand y) {
    return x.dtype() == DType.FLOAT32
        && x.shape().rank() == 4
        && x.dim(0) <= MOST_PICTURES
        && device
            .dnn()
            .normalize(
                epsilon,
                tensor(x),
                new ChannelStatistics(
                    DeviceStorage.address(scale),
                    DeviceStorage.address(shift),
                    DeviceStorage.address(mean),
                    DeviceStorage.address(variance)),
                tensor(y));
  }

  private static DeviceTensor tensor(Operand x) {
    return new DeviceTensor(TensorLayout.rowMajor(x.type()), DeviceStorage.address(x));
  }

  @Override
  public void inferenceGradient(
      double epsilon,
      Operand x,
      Operand scale,
      Operand mean,
      Operand variance,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    Sizes sizes = Sizes.of(x);
    try (Scratch scratch = device.scratch("batch norm gradient")) {
      Address means = perChannel(scratch, sizes);
      Address inverses = perChannel(scratch, sizes);
      given(sizes, true, epsilon, mean, variance, means, inverses);
      gradient(
          scratch,
          sizes,
          Double.POSITIVE_INFINITY,
          x,
          scale,
          means,
          inverses,
          dy,
          dx,
          dScale,
          dShift);
    }
  }

  private void given(
      Sizes sizes,
      boolean isVariance,
      double epsilon,
      Operand mean,
      Operand second,
      Address means,
      Address inverses) {
    each(
        sizes,
        sizes.channels(),
        "given",
        number(sizes.channels()),
        flag(isVariance),
        number(epsilon),
        address(mean),
        address(second),
        means,
        inverses);
  }

  private void apply(
      Sizes sizes,
      Operand x,
      Address means,
      Address inverses,
      Operand scale,
      Operand shift,
      Operand y) {
    each(
        sizes,
        x.elements(),
        "apply",
        sizes.struct(),
        address(x),
        means,
        inverses,
        address(scale),
        address(shift),
        address(y));
  }

  /**
   * @param m how many values the statistics come from; infinite where they are constants
   */
  private void gradient(
      Scratch scratch,
      Sizes sizes,
      double m,
      Operand x,
      Operand scale,
      Address means,
      Address inverses,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift) {
    Struct struct = sizes.struct();
    Address pieces = scratch.address(DType.FLOAT64, Math.toIntExact(2 * sizes.sums()));
    Address totals = scratch.address(DType.FLOAT64, Math.toIntExact(2 * sizes.channels()));
    sum(sizes, "gradient_sums", struct, address(x), address(dy), means, inverses, pieces);
    each(
        sizes,
        sizes.channels(),
        "gradient_totals",
        struct,
        pieces,
        totals,
        address(dScale),
        address(dShift));
    each(
        sizes,
        x.elements(),
        "gradient_apply",
        struct,
        number(m),
        address(x),
        address(dy),
        means,
        inverses,
        address(scale),
        totals,
        address(dx));
  }

  private static Address perChannel(Scratch scratch, Sizes sizes) {
    return scratch.address(DType.FLOAT64, Math.toIntExact(sizes.channels()));
  }

  private void sum(Sizes sizes, String step, KernelArgument... arguments) {
    device
        .launcher()
        .blocks(
            KernelFile.NORMALIZATION,
            kernel(sizes, step),
            sizes.sums(),
            Launcher.THREADS,
            arguments);
  }

  private void each(Sizes sizes, long elements, String step, KernelArgument... arguments) {
    device.launcher().each(KernelFile.NORMALIZATION, kernel(sizes, step), elements, arguments);
  }

  private static String kernel(Sizes sizes, String step) {
    return "batch_norm_" + step + suffix(sizes.dtype());
  }
}
