package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.kernel.Indexing;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

class CudaIndexingTest {
  private AgainstReference<Indexing> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::indexing, CudaIndexing::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  private static HostTensor index(int... values) {
    return HostTensor.of(Shape.of(values.length), values);
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsSelected(DType dtype) {
    both.check(
        0,
        List.of(Values.whole(dtype, 90, 3, 5, 2), index(4, 0, 0, 3)),
        List.of(type(dtype, 3, 4, 2)),
        (k, in, out) -> k.select(1, in.get(0), in.get(1), out.get(0)));
  }

  @Test
  void anIndexOutsideIsRefusedInTheWordsOfTheOtherBackends() {
    Operand x = both.device().upload(Values.whole(DType.FLOAT32, 9, 3, 5));
    Operand y = both.device().upload(Values.whole(DType.FLOAT32, 1, 3, 4));
    refused(
        "select: index 5 at 2 is outside axis 1 of [3,5]",
        () -> both.family().select(1, x, both.device().upload(index(4, 0, 5, -7)), y));
    refused(
        "select: index -1 at 0 is outside axis 1 of [3,5]",
        () -> both.family().select(1, x, both.device().upload(index(-1, 0, 9, 1)), y));
    Operand many = both.device().upload(index(9, 9, 9, 1, 2, 0, 3));
    refused(
        "select: index 3 at 3 is outside axis 0 of [3,5]",
        () -> both.family().select(0, x, many.slice(0, 3, 7), y));
    for (int i = 0; i < y.elements(); i++) {
      assertEquals(0, both.device().download(y).get(i), "written though it was refused");
    }
  }

  @Test
  void nothingCanBeSelectedFromNothing() {
    Operand nothing = both.device().empty(type(DType.FLOAT32, 0, 2));
    Operand y = both.device().empty(type(DType.FLOAT32, 1, 2));
    refused(
        "select: index 0 at 0 is outside axis 0 of [0,2]",
        () -> both.family().select(0, nothing, both.device().upload(index(0)), y));
    both.check(
        0,
        List.of(Values.whole(DType.FLOAT32, 1, 0, 2), index()),
        List.of(type(DType.FLOAT32, 0, 2), type(DType.FLOAT32, 5, 2)),
        (k, in, out) -> {
          k.select(0, in.get(0), in.get(1), out.get(0));
          k.selectGradient(0, in.get(0), in.get(1), out.get(1));
        });
  }

  /** Around the keys that a block sorts by itself, and with merges of several steps. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2047, 2048, 2049, 9000})
  void gradientsAddInTheOrderOfTheIndex(int count) {
    both.check(
        0,
        List.of(
            Values.whole(DType.FLOAT64, 50, 2, count, 2),
            index(IntStream.range(0, count).map(i -> i * 37 % 11).toArray())),
        List.of(type(DType.FLOAT64, 2, 13, 2)),
        (k, in, out) -> k.selectGradient(1, in.get(0), in.get(1), out.get(0)));
  }

  @Test
  void whatHasNoKernelIsRefused() {
    Operand x = both.device().upload(Values.whole(DType.FLOAT32, 3, 4));
    Operand whole = both.device().upload(Values.whole(DType.INT32, 3, 4));
    assertEquals(
        "cuda select: INT32 wanted, but test holds FLOAT32; cast the tensor first",
        assertThrows(BackendException.class, () -> both.family().select(0, x, x, x)).getMessage());
    assertEquals(
        "cuda select_gradient: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor"
            + " first",
        assertThrows(
                BackendException.class, () -> both.family().selectGradient(0, whole, whole, whole))
            .getMessage());
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(ShapeException.class, call).getMessage());
  }
}
