package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.List;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/** Cases of {@link org.tucana.core.kernel.Normalization}. */
final class NormalizationCases {
  private static final double EPSILON = 1e-5;

  /** Statistics are summed in double, so the number of values does not matter. */
  private static final Tolerance ROUNDING = Tolerance.of(8, 1);

  private static final int[][] SHAPES = {
    {2, 1},
    {207, 13},
    {1021, 3},
    {1, 3, 8, 8},
    {2, 1, 1, 1},
    {2, 33, 7, 7},
    {3, 8, 13, 31},
    {1, 7, 32, 33},
    {4, 207, 1, 1}
  };

  private NormalizationCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (int[] shape : SHAPES) {
      add(cases, shape);
    }
    addInference(cases, 0, 3, 5, 5);
    return cases.all();
  }

  private static HostTensor positive(long seed, int channels) {
    return TestTensors.uniform(DType.FLOAT32, 0.5, 2, seed, channels);
  }

  private static HostTensor input(int... shape) {
    return TestTensors.uniform(DType.FLOAT32, -1, 3, 51, shape);
  }

  private static void add(Cases cases, int... shape) {
    int channels = shape[1];
    TensorType perChannel = float32(channels);
    cases.add(
        "batch norm, train",
        List.of(input(shape), positive(52, channels), TestTensors.uniform(53, channels)),
        List.of(float32(shape), perChannel, perChannel),
        ROUNDING,
        (k, in, out, w) ->
            k.normalization()
                .train(
                    EPSILON, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1), out.get(2)));
    cases.add(
        "batch norm, train gradient",
        List.of(
            input(shape),
            positive(54, channels),
            TestTensors.uniform(55, channels),
            positive(56, channels),
            TestTensors.uniform(57, shape)),
        List.of(float32(shape), perChannel, perChannel),
        ROUNDING,
        (k, in, out, w) ->
            k.normalization()
                .trainGradient(
                    in.get(0),
                    in.get(1),
                    in.get(2),
                    in.get(3),
                    in.get(4),
                    out.get(0),
                    out.get(1),
                    out.get(2)));
    addInference(cases, shape);
  }

  private static void addInference(Cases cases, int... shape) {
    int channels = shape[1];
    TensorType perChannel = float32(channels);
    cases.add(
        "batch norm, inference",
        List.of(
            input(shape),
            positive(58, channels),
            TestTensors.uniform(59, channels),
            TestTensors.uniform(60, channels),
            positive(61, channels)),
        List.of(float32(shape)),
        ROUNDING,
        (k, in, out, w) ->
            k.normalization()
                .inference(
                    EPSILON, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), out.get(0)));
    cases.add(
        "batch norm, inference gradient",
        List.of(
            input(shape),
            positive(62, channels),
            TestTensors.uniform(63, channels),
            positive(64, channels),
            TestTensors.uniform(65, shape)),
        List.of(float32(shape), perChannel, perChannel),
        ROUNDING,
        (k, in, out, w) ->
            k.normalization()
                .inferenceGradient(
                    EPSILON,
                    in.get(0),
                    in.get(1),
                    in.get(2),
                    in.get(3),
                    in.get(4),
                    out.get(0),
                    out.get(1),
                    out.get(2)));
  }
}
