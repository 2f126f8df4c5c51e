package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

class CudaLossTest {
  private static final int IGNORE = -100;

  private AgainstReference<Loss> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::loss, CudaLoss::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  private static HostTensor classes(int... classes) {
    return HostTensor.of(Shape.of(classes.length), classes);
  }

  @ParameterizedTest
  @EnumSource
  void manyPiecesAreSummedInDouble(LossReduction reduction) {
    int count = 12 * 4096 + 1;
    double ofSum = Math.sqrt(count) * 0x1p-52; // the reference adds one after the other
    for (DType dtype : ElementTypes.FLOATING.types()) {
      both.check(
          Math.max(Values.rounding(dtype), ofSum),
          List.of(
              TestTensors.uniform(dtype, -9, 9, 1, count),
              TestTensors.uniform(dtype, 0, 1, 2, count)),
          List.of(type(dtype), type(dtype)),
          (k, in, out) -> {
            k.binaryCrossEntropy(reduction, in.get(0), in.get(1), out.get(0));
            k.smoothL1(reduction, 0, in.get(0), in.get(1), out.get(1));
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLossOfNothingIsZero(LossReduction reduction) {
    both.check(
        0,
        List.of(
            Values.whole(DType.FLOAT32, 9, 0, 3),
            classes(),
            Values.whole(DType.FLOAT32, 9, 2, 3),
            classes(IGNORE, IGNORE),
            TestTensors.uniform(DType.FLOAT32, 1, 2, 3)),
        List.of(
            type(DType.FLOAT32),
            type(DType.FLOAT32),
            type(DType.FLOAT32),
            type(DType.FLOAT32),
            type(DType.FLOAT32, 2, 3)),
        (k, in, out) -> {
          Operand nothing = in.get(0);
          Optional<Operand> unweighted = Optional.empty();
          k.crossEntropy(reduction, IGNORE, nothing, in.get(1), unweighted, out.get(0));
          k.binaryCrossEntropy(reduction, nothing, nothing, out.get(1));
          k.smoothL1(reduction, 1, nothing, nothing, out.get(2));
          k.crossEntropy(reduction, IGNORE, in.get(2), in.get(3), unweighted, out.get(3));
          k.crossEntropyGradient(
              reduction, IGNORE, in.get(2), in.get(3), unweighted, in.get(4), out.get(4));
        });
  }

  @Test
  void aClassMayBeTheIgnoredOne() {
    both.check(
        Values.rounding(DType.FLOAT64),
        List.of(TestTensors.uniform(DType.FLOAT64, -3, 3, 4, 4, 3), classes(2, 0, 1, 2)),
        List.of(type(DType.FLOAT64)),
        (k, in, out) ->
            k.crossEntropy(
                LossReduction.MEAN, 2, in.get(0), in.get(1), Optional.empty(), out.get(0)));
  }

  @Test
  void aTargetThatIsNoClassIsRefusedInTheWordsOfTheOtherBackends() {
    assertEquals(
        "cross entropy: target 3 of row 1 is no class, expected 0 to 2 or -100 to ignore the row",
        assertThrows(ShapeException.class, crossEntropy(classes(0, 3, -1))).getMessage());
    assertEquals(
        "cross entropy: target -1 of row 2 is no class, expected 0 to 2 or -100 to ignore the row",
        assertThrows(ShapeException.class, crossEntropy(classes(IGNORE, 2, -1))).getMessage());
  }

  private Executable crossEntropy(HostTensor target) {
    Operand x = both.device().upload(Values.whole(DType.FLOAT32, 9, 3, 3));
    Operand targets = both.device().upload(target);
    Operand loss = both.device().empty(type(DType.FLOAT32));
    return () ->
        both.family().crossEntropy(LossReduction.SUM, IGNORE, x, targets, Optional.empty(), loss);
  }

  @Test
  void whatHasNoKernelIsRefused() {
    Operand whole = both.device().upload(Values.whole(DType.INT32, 9, 3));
    Operand floats = both.device().upload(Values.whole(DType.FLOAT32, 9, 3));
    Operand doubles = both.device().upload(Values.whole(DType.FLOAT64, 9, 3));
    refused(
        "cuda smooth L1: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        () -> both.family().smoothL1(LossReduction.SUM, 1, whole, whole, whole));
    refused(
        "binary cross entropy: operands of one type wanted, got FLOAT32 and FLOAT64; cast one of"
            + " them first",
        () -> both.family().binaryCrossEntropy(LossReduction.SUM, floats, doubles, floats));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(BackendException.class, call).getMessage());
  }
}
