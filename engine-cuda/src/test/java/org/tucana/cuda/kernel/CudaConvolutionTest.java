package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Memory;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.TestWorkspace;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.memory.DeviceStorage;
import org.tucana.cuda.testing.LibraryDevice;
import org.tucana.cuda.testing.NotingDnn;

/** What the contract of all backends does not ask of convolutions. */
class CudaConvolutionTest {
  private static final Tolerance TOLERANCE = Tolerance.of(4, 200).atLeast(8);
  private static final ConvGeometry UNEVEN = new ConvGeometry(2, 1, 2, 1, 1, 2, 2);

  private final ReferenceBackend reference = new ReferenceBackend();
  private NotingDnn dnn;
  private LibraryDevice device;
  private Kernels kernels;

  private void open() {
    device =
        new LibraryDevice(target -> {
          dnn = new NotingDnn(target);
          return dnn;
        });
    kernels = CudaKernels.of(device.device());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** Where something is computed, and how pictures lie there. */
  private record Side(
      Kernels kernels, Memory memory, Workspace workspace, UnaryOperator<Operand> pictures) {
    Operand upload(HostTensor values) {
      Operand o = workspace.scratch(values.type());
      memory.upload(values, o);
      return o;
    }

    Operand picture(HostTensor values) {
      return pictures.apply(upload(values));
    }
  }

  private Side onReference() {
    return new Side(
        reference.kernels(),
        reference.memory(),
        new TestWorkspace(reference.memory(), Numerics.float32()),
        o -> o);
  }

  private Side onDevice(Kernels with, boolean channelsLast) {
    return new Side(with, device.memory(), device, channelsLast ? this::channelsLast : o -> o);
  }

  /** The same pictures as a view [N,C,H,W] of row-major [N,H,W,C]. */
  private Operand channelsLast(Operand x) {
    Operand seen = x.permute(0, 2, 3, 1);
    Operand copy = device.scratch(seen.type());
    kernels.pointwise().copy(seen, copy);
    return copy.permute(0, 3, 1, 2);
  }

  /** Pictures of odd sizes, a weight, and what belongs to them. */
  private record Case(ConvGeometry geometry, DType dtype, boolean finished) {
    private static final int PICTURES = 2;
    private static final int INPUTS = 6;
    private static final int FILTERS = 8;
    private static final int ROWS = 9;
    private static final int COLUMNS = 11;

    private HostTensor x() {
      return TestTensors.uniform(dtype, -1, 1, 1, PICTURES, INPUTS, ROWS, COLUMNS);
    }

    private HostTensor weight() {
      return TestTensors.uniform(dtype, -1, 1, 2, FILTERS, INPUTS / geometry.groups(), 3, 3);
    }

    private HostTensor y(long seed) {
      int rows = geometry.outputRows(ROWS, 3);
      int columns = geometry.outputColumns(COLUMNS, 3);
      return TestTensors.uniform(dtype, -1, 1, seed, PICTURES, FILTERS, rows, columns);
    }

    HostTensor forward(Side side) {
      Epilogue epilogue =
          finished
              ? new Epilogue(
                  Optional.of(side.upload(TestTensors.uniform(dtype, -1, 1, 3, FILTERS))),
                  Optional.of(side.picture(y(4))),
                  true)
              : Epilogue.none();
      Operand y = side.picture(y(5));
      side.kernels()
          .convolution()
          .forward(
              geometry, side.picture(x()), side.upload(weight()), epilogue, y, side.workspace());
      return side.memory().download(y);
    }

    HostTensor inputGradient(Side side) {
      Operand dx = side.picture(x());
      side.kernels()
          .convolution()
          .inputGradient(geometry, side.picture(y(6)), side.upload(weight()), dx, side.workspace());
      return side.memory().download(dx);
    }

    HostTensor weightGradient(Side side) {
      Operand dw = side.upload(weight());
      side.kernels()
          .convolution()
          .weightGradient(geometry, side.picture(x()), side.picture(y(7)), dw, side.workspace());
      return side.memory().download(dw);
    }
  }

  private void check(Case c, boolean channelsLast) {
    Side there = onDevice(kernels, channelsLast);
    Side here = onReference();
    TOLERANCE.check(c + ", forward", c.forward(here), c.forward(there));
    TOLERANCE.check(c + ", dx", c.inputGradient(here), c.inputGradient(there));
    TOLERANCE.check(c + ", dw", c.weightGradient(here), c.weightGradient(there));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void picturesMayHaveTheirChannelsLast(boolean finished) {
    open();
    check(new Case(ConvGeometry.of(1, 1), DType.FLOAT32, finished), true);
    assertTrue(
        dnn.ran().stream().allMatch(r -> r.problem().y().order() == ChannelOrder.CHANNELS_LAST));
    check(new Case(UNEVEN, DType.FLOAT32, finished), true);
  }

  @Test
  void aWeightThatLiesAsItsPicturesDoIsNotCopied() {
    open();
    Side there = onDevice(kernels, true);
    Operand x = there.picture(TestTensors.uniform(1, 1, 4, 5, 5));
    Operand y = there.picture(TestTensors.uniform(2, 1, 8, 5, 5));
    Operand weight = there.picture(TestTensors.uniform(3, 8, 4, 3, 3));
    kernels.convolution().forward(ConvGeometry.of(1, 1), x, weight, Epilogue.none(), y, device);
    assertEquals(DeviceStorage.address(weight), dnn.ran().getLast().data().weight());
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false"})
  void doublesAreComputedAsSuch(boolean finished, boolean uneven) {
    open();
    Case c = new Case(uneven ? UNEVEN : ConvGeometry.of(1, 1), DType.FLOAT64, finished);
    check(c, false);
  }

  /** Picture and weight are rewritten where cuDNN knows no padding, no gaps, no channels last. */
  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void whatCudnnDoesNotHaveIsRewritten(boolean finished, boolean channelsLast) {
    open();
    dnn.refuse(r ->
        !r.geometry().equals(new ConvGeometry(2, 1, 0, 0, 1, 1, 2))
            || r.y().order() == ChannelOrder.CHANNELS_LAST);
    check(new Case(UNEVEN, DType.FLOAT32, finished), channelsLast);
    assertEquals(3, dnn.ran().size());
  }

  @Test
  void whatCannotBeRewrittenIsRefusedWithAdvice() {
    open();
    dnn.refuse(_ -> true);
    Case c = new Case(ConvGeometry.of(1, 1), DType.FLOAT32, false);
    BackendException e =
        assertThrows(BackendException.class, () -> c.forward(onDevice(kernels, false)));
    assertTrue(
        e.getMessage().startsWith("conv2d: cuDNN has no deterministic algorithm for pictures"),
        e.getMessage());
    assertTrue(e.getMessage().endsWith("; use the cpu backend for it"), e.getMessage());
  }

  /**
   * The rule takes the precomputed implicit product. Of the others, only products have its bits;
   * with the precomputed one slowed down, another product wins, however fast transforms are.
   */
  @Test
  void theClockChoosesAmongEqualBits() {
    open();
    Case c = new Case(ConvGeometry.of(1, 1), DType.FLOAT32, true);
    HostTensor before = c.forward(onDevice(kernels, false));
    assertEquals(
        ConvolutionAlgorithm.FORWARD_IMPLICIT_PRECOMPUTED_GEMM, dnn.ran().getLast().algorithm());
    dnn.slow(ConvolutionAlgorithm.FORWARD_IMPLICIT_PRECOMPUTED_GEMM);
    HostTensor tuned = c.forward(onDevice(CudaKernels.tuning(kernels), false));
    assertArrayEquals(before.toFloats(), tuned.toFloats());
    assertTrue(
        dnn.ran().stream()
            .anyMatch(r -> r.algorithm() == ConvolutionAlgorithm.FORWARD_FFT_IN_TILES));
    dnn.forget();
    HostTensor after = c.forward(onDevice(kernels, false));
    assertArrayEquals(before.toFloats(), after.toFloats());
    assertEquals(1, dnn.ran().size());
    assertTrue(
        dnn.ran().getFirst().algorithm() == ConvolutionAlgorithm.FORWARD_IMPLICIT_GEMM
            || dnn.ran().getFirst().algorithm() == ConvolutionAlgorithm.FORWARD_GEMM,
        dnn.ran()::toString);
  }

  @Test
  void tuningGivesItsMemoryBackAndIsDoneOnce() {
    open();
    Kernels tuning = CudaKernels.tuning(kernels);
    Case c = new Case(ConvGeometry.of(1, 1), DType.FLOAT32, false);
    c.weightGradient(onDevice(tuning, false));
    assertTrue(device.memory().liveLabels().stream().allMatch(l -> l.equals("test")));
    int runs = dnn.ran().size();
    c.weightGradient(onDevice(CudaKernels.tuning(kernels), false));
    assertEquals(runs + 1, dnn.ran().size());
  }
}
