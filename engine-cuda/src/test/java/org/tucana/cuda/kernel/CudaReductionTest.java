package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.Reduction;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

class CudaReductionTest {
  private AgainstReference<Reduction> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::reduction, CudaReduction::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  private void reduce(HostTensor x, int... result) {
    for (ReduceFunction f : ReduceFunction.values()) {
      both.check(
          0,
          List.of(x),
          List.of(type(x.type().dtype(), result)),
          (k, in, out) -> k.reduce(f, in.get(0), out.get(0)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "UINT8"})
  void rowsInPieces(DType dtype) {
    reduce(Values.whole(dtype, 3, 2, 8192 * 2 + 5), 2, 1);
    reduce(Values.whole(dtype, 3, 3, 140, 40), 3, 1, 40);
    reduce(Values.whole(dtype, 3, 3, 8192, 2), 1, 8192, 1);
    reduce(Values.whole(dtype, 3, 3, 8193, 2), 3, 1, 2);
  }

  @Test
  void truthHasALargestAndASmallest() {
    HostTensor x = Values.whole(DType.BOOL, 2, 3, 2);
    for (ReduceFunction f : List.of(ReduceFunction.MAXIMUM, ReduceFunction.MINIMUM)) {
      both.check(
          0,
          List.of(x),
          List.of(type(DType.BOOL, 3, 1)),
          (k, in, out) -> k.reduce(f, in.get(0), out.get(0)));
    }
  }

  @Test
  void nothingIsReducedToWhatTheContractSays() {
    reduce(Values.whole(DType.FLOAT32, 1, 3, 0), 3, 1);
    reduce(Values.whole(DType.FLOAT64, 1, 0, 33), 1, 33);
    reduce(Values.whole(DType.FLOAT32, 1, 0, 3), 0, 1);
    reduce(Values.whole(DType.INT32, 2, 3, 0), 3, 1);
  }

  @Test
  void manyAxesOfWhichEveryOtherIsReduced() {
    reduce(Values.whole(DType.FLOAT32, 9, 2, 3, 2, 3, 2, 3, 2, 3), 1, 3, 1, 3, 1, 3, 1, 3);
    reduce(
        Values.whole(DType.FLOAT32, 9, 2, 3, 2, 3, 2, 3, 2, 3, 2, 2), 1, 3, 1, 3, 1, 3, 1, 3, 1, 2);
  }

  @Test
  void softmaxOfLongRowsAndOfRowsSideBySide() {
    int[][] shapes = {{2, 3000, 1}, {3, 1030, 40}, {2, 21, 64}, {0, 4, 33}, {2, 0, 3}};
    for (int[] dims : shapes) {
      HostTensor x = Values.whole(DType.FLOAT64, 9, dims);
      both.check(
          1e-12,
          List.of(x, x),
          List.of(
              type(DType.FLOAT64, dims),
              type(DType.FLOAT64, dims),
              type(DType.FLOAT64, dims),
              type(DType.FLOAT64, dims)),
          (k, in, out) -> {
            k.softmax(1, in.get(0), out.get(0));
            k.logSoftmax(-2, in.get(0), out.get(1));
            k.softmaxGradient(1, out.get(0), in.get(1), out.get(2));
            k.logSoftmaxGradient(1, out.get(1), in.get(1), out.get(3));
          });
    }
  }

  @Test
  void largestOfRowsForABlockOfTheMostThreads() {
    float[] values = Values.whole(DType.FLOAT32, 50, 2 * 5000).toFloats();
    values[4321] = Float.NaN;
    values[77] = Float.NaN;
    HostTensor x = HostTensor.of(Shape.of(2, 5000), values);
    for (int k : List.of(1, 300, 5000)) {
      both.check(
          0,
          List.of(x),
          List.of(type(DType.FLOAT32, 2, k), type(DType.INT32, 2, k)),
          (kernels, in, out) -> kernels.topK(in.get(0), out.get(0), out.get(1)));
    }
  }

  @Test
  void largestOfColumns() {
    both.check(
        0,
        List.of(Values.whole(DType.FLOAT64, 9, 30, 2, 3)),
        List.of(type(DType.FLOAT64, 3, 2, 7), type(DType.INT32, 3, 2, 7)),
        (kernels, in, out) -> kernels.topK(in.get(0).permute(2, 1, 0), out.get(0), out.get(1)));
  }

  @Test
  void whatHasNoKernelIsRefused() {
    Operand whole = both.device().upload(Values.whole(DType.INT32, 3, 4));
    Operand truth = both.device().upload(Values.whole(DType.BOOL, 2, 4));
    Operand floats = both.device().upload(Values.whole(DType.FLOAT32, 2, 4));
    refused(
        "cuda softmax: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        () -> both.family().softmax(0, whole, whole));
    refused(
        "cuda top_k: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        () -> both.family().topK(whole, whole, whole));
    refused(
        "cuda top_k: INT32 wanted, but test holds FLOAT32; cast the tensor first",
        () -> both.family().topK(floats, floats, floats));
    refused(
        "cuda reduce_sum: FLOAT32 or FLOAT64 or INT32 or INT64 or UINT8 wanted, but test holds"
            + " BOOL; cast the tensor first",
        () -> both.family().reduce(ReduceFunction.SUM, truth, truth.slice(0, 0, 1)));
    refused(
        "reduce: operands of one type wanted, got FLOAT32 and INT32; cast one of them first",
        () -> both.family().reduce(ReduceFunction.SUM, floats, whole.slice(0, 0, 1)));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(BackendException.class, call).getMessage());
  }
}
