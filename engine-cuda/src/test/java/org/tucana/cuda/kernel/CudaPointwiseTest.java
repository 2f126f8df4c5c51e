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
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

class CudaPointwiseTest {
  private AgainstReference<Pointwise> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::pointwise, CudaPointwise::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT32", "INT64", "UINT8"})
  void wholeNumbers(DType dtype) {
    HostTensor a = Values.whole(dtype, 17, 7, 33);
    HostTensor b = Values.whole(dtype, 5, 33, 7);
    for (BinaryFunction f :
        List.of(
            BinaryFunction.ADD,
            BinaryFunction.SUBTRACT,
            BinaryFunction.MULTIPLY,
            BinaryFunction.MAXIMUM,
            BinaryFunction.MINIMUM)) {
      both.check(
          0,
          List.of(a, b),
          List.of(type(dtype, 7, 33)),
          (k, in, out) -> k.binary(f, in.get(0), in.get(1).permute(1, 0), out.get(0)));
    }
    both.check(
        0,
        List.of(a),
        List.of(type(dtype, 7, 33), type(dtype, 7, 33)),
        (k, in, out) -> {
          k.affine(-2.5, 3, in.get(0), out.get(0));
          k.clamp(2, 6, in.get(0), out.get(1));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"INT32", "INT64", "UINT8", "BOOL"})
  void comparisonsOfWholeNumbersAndTruth(DType dtype) {
    HostTensor a = Values.whole(dtype, 4, 7, 33);
    HostTensor b = Values.whole(dtype, 3, 33, 7);
    for (BinaryFunction f :
        List.of(BinaryFunction.GREATER, BinaryFunction.GREATER_EQUAL, BinaryFunction.EQUAL)) {
      both.check(
          0,
          List.of(a, b),
          List.of(type(DType.BOOL, 7, 33)),
          (k, in, out) -> k.binary(f, in.get(0), in.get(1).permute(1, 0), out.get(0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsSelectedAndCopied(DType dtype) {
    both.check(
        0,
        List.of(
            Values.whole(DType.BOOL, 2, 9, 8),
            Values.whole(dtype, 90, 9, 8),
            Values.whole(dtype, 70, 8, 9)),
        List.of(type(dtype, 9, 8), type(dtype, 8, 9)),
        (k, in, out) -> {
          k.select(in.get(0), in.get(1), in.get(2).permute(1, 0), out.get(0));
          k.copy(in.get(1).permute(1, 0), out.get(1));
        });
  }

  @Test
  void whatHasNoKernelIsRefused() {
    Pointwise kernels = both.family();
    Operand whole = both.device().upload(Values.whole(DType.INT32, 3, 4));
    Operand truth = both.device().upload(Values.whole(DType.BOOL, 2, 4));
    Operand half = both.device().upload(Values.whole(DType.FLOAT16, 3, 4));
    refused(
        "cuda exp: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        () -> kernels.unary(UnaryFunction.EXP, whole, whole));
    refused(
        "cuda tanh_gradient: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor"
            + " first",
        () -> kernels.binary(BinaryFunction.TANH_GRADIENT, whole, whole, whole));
    refused(
        "cuda add: FLOAT32 or FLOAT64 or INT32 or INT64 or UINT8 wanted, but test holds BOOL; cast"
            + " the tensor first",
        () -> kernels.binary(BinaryFunction.ADD, truth, truth, truth));
    refused(
        "cuda affine: FLOAT32 or FLOAT64 or INT32 or INT64 or UINT8 wanted, but test holds"
            + " FLOAT16; cast the tensor first",
        () -> kernels.affine(1, 2, half, half));
    refused(
        "cuda equal: BOOL wanted, but test holds INT32; cast the tensor first",
        () -> kernels.binary(BinaryFunction.EQUAL, whole, whole, whole));
    refused(
        "cuda select: BOOL wanted, but test holds INT32; cast the tensor first",
        () -> kernels.select(whole, whole, whole, whole));
  }

  @Test
  void operandsOfUnlikeTypesOrShapesAreRefused() {
    Pointwise kernels = both.family();
    Operand x = both.device().upload(Values.whole(DType.FLOAT32, 3, 4));
    Operand longer = both.device().upload(Values.whole(DType.FLOAT32, 3, 5));
    Operand exact = both.device().upload(Values.whole(DType.FLOAT64, 3, 4));
    String types = ": operands of one type wanted, got FLOAT32 and FLOAT64; cast one of them first";
    refused("abs" + types, () -> kernels.unary(UnaryFunction.ABS, x, exact));
    refused("add" + types, () -> kernels.binary(BinaryFunction.ADD, x, exact, x));
    refused("add" + types, () -> kernels.binary(BinaryFunction.ADD, x, x, exact));
    refused("clamp" + types, () -> kernels.clamp(0, 1, x, exact));
    refused("round" + types, () -> kernels.round(new Levels(1, 0, 255), x, exact));
    refused(
        "cuda: operands of one shape wanted, got [4] and [5]; broadcast one of them first",
        () -> kernels.copy(x, longer));
  }

  @Test
  void moreThanEightAxesThatCannotBeMergedAreRefused() {
    int[] twos = {2, 2, 2, 2, 2, 2, 2, 2, 2};
    Operand x = both.device().upload(Values.whole(DType.FLOAT32, 3, twos));
    Operand y = both.device().empty(type(DType.FLOAT32, twos));
    refused(
        "cuda: kernels take up to 8 axes that cannot be merged, got 9; make the tensor contiguous"
            + " first",
        () -> both.family().copy(x.permute(8, 7, 6, 5, 4, 3, 2, 1, 0), y));
    both.check(
        0,
        List.of(Values.whole(DType.FLOAT32, 3, twos)),
        List.of(type(DType.FLOAT32, twos)),
        (k, in, out) -> k.copy(in.get(0).permute(1, 0, 2, 3, 4, 5, 6, 7, 8), out.get(0)));
  }

  @Test
  void moreElementsThanThreadsThatFit() {
    int n = 1 << 18;
    both.check(
        0,
        List.of(Values.whole(DType.FLOAT32, 1000, n)),
        List.of(type(DType.FLOAT32, n)),
        (k, in, out) -> k.affine(2, 1, in.get(0), out.get(0)));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(BackendException.class, call).getMessage());
  }
}
