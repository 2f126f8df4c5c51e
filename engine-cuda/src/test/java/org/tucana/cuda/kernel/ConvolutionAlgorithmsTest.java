package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_IMPLICIT_GEMM;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_IMPLICIT_PRECOMPUTED_GEMM;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_WINOGRAD;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionData;
import org.tucana.cuda.binding.ConvolutionDirection;
import org.tucana.cuda.binding.ConvolutionFinish;
import org.tucana.cuda.binding.ConvolutionProblem;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.Precision;
import org.tucana.cuda.binding.TensorLayout;
import org.tucana.cuda.kernel.ConvolutionCall.Choice;
import org.tucana.cuda.testing.RefusingDnn;

class ConvolutionAlgorithmsTest {
  private static final ConvGeometry SAME = ConvGeometry.of(1, 1);

  /** A cuDNN that has some algorithms and writes down what it is asked to run. */
  private static final class SomeDnn extends RefusingDnn {
    private final Set<ConvolutionAlgorithm> has;
    private final Map<ConvolutionAlgorithm, Long> bytes = new HashMap<>();
    private boolean finishes = true;
    private int questions;
    private final List<String> runs = new ArrayList<>();

    SomeDnn(Set<ConvolutionAlgorithm> has) {
      this.has = has;
    }

    @Override
    public OptionalLong workBytes(ConvolutionAlgorithm algorithm, ConvolutionProblem problem) {
      questions++;
      // Some are refused only when run.
      return OptionalLong.of(bytes.getOrDefault(algorithm, 64L));
    }

    @Override
    public boolean convolve(
        ConvolutionAlgorithm algorithm,
        ConvolutionProblem problem,
        ConvolutionData data,
        DeviceBlock work) {
      runs.add(algorithm + " in " + work.bytes());
      return has.contains(algorithm);
    }

    @Override
    public boolean convolveAndFinish(
        ConvolutionAlgorithm algorithm,
        ConvolutionProblem problem,
        ConvolutionData data,
        ConvolutionFinish finish,
        DeviceBlock work) {
      runs.add(algorithm + " with finish");
      return finishes && has.contains(algorithm);
    }
  }

  private static ConvolutionCall call(
      ConvolutionDirection direction, Precision precision, ConvGeometry geometry) {
    TensorType x = TensorType.float32(1, 64, 8, 8);
    TensorType weight = TensorType.float32(64, 64, 3, 3);
    return new ConvolutionCall(
        direction,
        new ConvolutionProblem(
            TensorLayout.rowMajor(x),
            TensorLayout.rowMajor(weight),
            geometry,
            TensorLayout.rowMajor(x),
            precision),
        new ConvolutionData(1, 2, 3),
        Optional.empty(),
        true);
  }

  private static ConvolutionCall forward() {
    return call(ConvolutionDirection.FORWARD, Precision.FLOAT32, SAME);
  }

  private static ConvolutionCall withFinish(ConvolutionCall call) {
    return new ConvolutionCall(
        call.direction(),
        call.problem(),
        call.data(),
        Optional.of(new ConvolutionFinish(4, OptionalLong.empty(), true)),
        call.winograd());
  }

  private static DeviceBlock block(long bytes) {
    return new DeviceBlock(512, bytes);
  }

  @Test
  void theFirstOfTheRuleThatRunsIsRemembered() {
    SomeDnn dnn = new SomeDnn(EnumSet.of(FORWARD_IMPLICIT_GEMM));
    ConvolutionAlgorithms algorithms = new ConvolutionAlgorithms(dnn);
    Optional<Choice> choice = Optional.of(new Choice(FORWARD_IMPLICIT_GEMM, false, 64));
    assertEquals(choice, algorithms.run(forward(), ConvolutionAlgorithmsTest::block));
    assertEquals(
        List.of(
            "FORWARD_WINOGRAD in 64",
            "FORWARD_IMPLICIT_PRECOMPUTED_GEMM in 64",
            "FORWARD_IMPLICIT_GEMM in 64"),
        dnn.runs);
    dnn.runs.clear();
    assertEquals(choice, algorithms.run(forward(), ConvolutionAlgorithmsTest::block));
    assertEquals(List.of("FORWARD_IMPLICIT_GEMM in 64"), dnn.runs);
    assertEquals(3, dnn.questions);
  }

  @Test
  void whatWantsTooMuchMemoryIsNotRun() {
    SomeDnn dnn = new SomeDnn(EnumSet.allOf(ConvolutionAlgorithm.class));
    dnn.bytes.put(FORWARD_WINOGRAD, (512L << 20) + 1);
    dnn.bytes.put(FORWARD_IMPLICIT_PRECOMPUTED_GEMM, 512L << 20);
    assertEquals(
        FORWARD_IMPLICIT_PRECOMPUTED_GEMM,
        new ConvolutionAlgorithms(dnn)
            .run(forward(), ConvolutionAlgorithmsTest::block)
            .orElseThrow()
            .algorithm());
  }

  @Test
  void theFinishIsLeftToUsWhereCudnnDoesNotDoIt() {
    SomeDnn dnn = new SomeDnn(EnumSet.of(FORWARD_WINOGRAD));
    assertEquals(
        Optional.of(new Choice(FORWARD_WINOGRAD, true, 64)),
        new ConvolutionAlgorithms(dnn)
            .run(withFinish(forward()), ConvolutionAlgorithmsTest::block));
    dnn.finishes = false;
    assertEquals(
        Optional.of(new Choice(FORWARD_WINOGRAD, false, 64)),
        new ConvolutionAlgorithms(dnn)
            .run(withFinish(forward()), ConvolutionAlgorithmsTest::block));
  }

  @Test
  void whatNobodyDoesIsAskedForOnce() {
    SomeDnn dnn = new SomeDnn(Set.of());
    ConvolutionAlgorithms algorithms = new ConvolutionAlgorithms(dnn);
    assertEquals(Optional.empty(), algorithms.run(forward(), ConvolutionAlgorithmsTest::block));
    int before = dnn.questions;
    assertEquals(Optional.empty(), algorithms.run(forward(), ConvolutionAlgorithmsTest::block));
    assertEquals(before, dnn.questions);
  }

  @ParameterizedTest
  @EnumSource
  void theRuleKnowsOnlyDeterministicAlgorithms(ConvolutionDirection direction) {
    List<ConvolutionAlgorithm> order =
        ConvolutionRule.order(call(direction, Precision.FLOAT32, SAME).form());
    assertFalse(order.isEmpty());
    assertTrue(ConvolutionAlgorithm.deterministic(direction).containsAll(order), order::toString);
  }

  @Test
  void winogradIsForFloat32AndKernelsOf3By3InSingleSteps() {
    assertTrue(usesWinograd(forward()));
    assertFalse(usesWinograd(call(ConvolutionDirection.FORWARD, Precision.TF32, SAME)));
    assertFalse(
        usesWinograd(call(ConvolutionDirection.FORWARD, Precision.FLOAT32, ConvGeometry.of(2, 1))));
    assertFalse(
        usesWinograd(call(ConvolutionDirection.FORWARD, Precision.FLOAT32, SAME.withDilation(2))));
    ConvolutionCall exact =
        new ConvolutionCall(
            forward().direction(), forward().problem(), forward().data(), Optional.empty(), false);
    assertFalse(usesWinograd(exact));
  }

  private static boolean usesWinograd(ConvolutionCall call) {
    return ConvolutionRule.order(call.form()).contains(FORWARD_WINOGRAD);
  }

  @Test
  void picturesWithChannelsLastHaveTheirStrides() {
    TensorType type = new TensorType(Shape.of(2, 3, 5, 7), DType.FLOAT32);
    assertEquals(
        List.of(105, 1, 21, 3),
        Arrays.stream(new TensorLayout(type, ChannelOrder.CHANNELS_LAST).strides())
            .boxed()
            .toList());
  }
}
