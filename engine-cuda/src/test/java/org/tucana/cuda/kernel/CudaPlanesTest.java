package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Pooling;
import org.tucana.core.kernel.Resize;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/** Resizing and pooling, where the contract's cases have float32 only. */
class CudaPlanesTest {
  private static AgainstReference<Resize> resize() {
    return new AgainstReference<>(Kernels::resize, CudaResize::new);
  }

  private static AgainstReference<Pooling> pooling() {
    return new AgainstReference<>(Kernels::pooling, CudaPooling::new);
  }

  @Test
  void resizingInDouble() {
    try (AgainstReference<Resize> both = resize()) {
      both.check(
          0,
          List.of(
              Values.whole(DType.FLOAT64, 9, 2, 3, 4, 8),
              Values.whole(DType.FLOAT64, 9, 2, 3, 8, 16)),
          List.of(
              type(DType.FLOAT64, 2, 3, 8, 16),
              type(DType.FLOAT64, 2, 3, 8, 16),
              type(DType.FLOAT64, 2, 3, 4, 8),
              type(DType.FLOAT64, 2, 3, 4, 8)),
          (k, in, out) -> {
            k.nearest(in.get(0), out.get(0));
            k.bilinear(in.get(0), out.get(1));
            k.nearestGradient(in.get(1), out.get(2));
            k.bilinearGradient(in.get(1), out.get(3));
          });
    }
  }

  @Test
  void poolingInDouble() {
    PoolGeometry geometry = new PoolGeometry(3, 2, 1);
    try (AgainstReference<Pooling> both = pooling()) {
      both.check(
          0,
          List.of(
              Values.whole(DType.FLOAT64, 9, 2, 3, 8, 16),
              Values.whole(DType.FLOAT64, 9, 2, 3, 4, 8)),
          List.of(
              type(DType.FLOAT64, 2, 3, 4, 8),
              type(DType.INT32, 2, 3, 4, 8),
              type(DType.FLOAT64, 2, 3, 8, 16),
              type(DType.FLOAT64, 2, 3, 4, 8),
              type(DType.FLOAT64, 2, 3, 8, 16)),
          (k, in, out) -> {
            k.maximum(geometry, in.get(0), out.get(0), out.get(1));
            k.maximumGradient(in.get(1), out.get(1), out.get(2));
            k.adaptiveAverage(in.get(0), out.get(3));
            k.adaptiveAverageGradient(in.get(1), out.get(4));
          });
    }
  }

  /** A window of padding alone, and gradients of nothing, which are 0. */
  @Test
  void planesOfNothing() {
    try (AgainstReference<Pooling> both = pooling()) {
      both.check(
          0,
          List.of(Values.whole(DType.FLOAT32, 1, 2, 1, 0, 3)),
          List.of(type(DType.FLOAT32, 2, 1, 1, 2), type(DType.INT32, 2, 1, 1, 2)),
          (k, in, out) -> k.maximum(new PoolGeometry(2, 2, 1), in.get(0), out.get(0), out.get(1)));
      both.check(
          0,
          List.of(
              Values.whole(DType.FLOAT32, 1, 2, 1, 0, 3), Values.whole(DType.INT32, 1, 2, 1, 0, 3)),
          List.of(type(DType.FLOAT32, 2, 1, 4, 5)),
          (k, in, out) -> k.maximumGradient(in.get(0), in.get(1), out.get(0)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT32", "FLOAT16"})
  void whatHasNoKernelIsRefused(DType dtype) {
    HostTensor values = Values.whole(dtype, 3, 1, 1, 2, 2);
    String wanted =
        ": FLOAT32 or FLOAT64 wanted, but test holds " + dtype + "; cast the tensor first";
    try (AgainstReference<Resize> both = resize()) {
      Operand x = both.device().upload(values);
      refused("cuda bilinear" + wanted, () -> both.family().bilinear(x, x));
      refused("cuda nearest_gradient" + wanted, () -> both.family().nearestGradient(x, x));
    }
    try (AgainstReference<Pooling> both = pooling()) {
      Operand x = both.device().upload(values);
      Operand floats = both.device().upload(Values.whole(DType.FLOAT32, 3, 1, 1, 2, 2));
      PoolGeometry geometry = new PoolGeometry(1, 1, 0);
      refused("cuda max_pool" + wanted, () -> both.family().maximum(geometry, x, x, x));
      refused("cuda adaptive_average" + wanted, () -> both.family().adaptiveAverage(x, x));
      refused(
          "cuda max_pool_gradient: INT32 wanted, but test holds FLOAT32; cast the tensor first",
          () -> both.family().maximumGradient(floats, floats, floats));
    }
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(BackendException.class, call).getMessage());
  }
}
