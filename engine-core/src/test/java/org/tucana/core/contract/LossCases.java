package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Cases of {@link org.tucana.core.kernel.Loss}. Sums accumulate in double. */
final class LossCases {
  private static final Tolerance ROUNDING = Tolerance.of(4, 1);
  private static final HostTensor OUTER = HostTensor.of(Shape.scalar(), 1.7f);
  private static final int IGNORE = -100;

  private LossCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (LossReduction reduction : LossReduction.values()) {
      for (int n : Cases.SIZES) {
        crossEntropy(cases, reduction, n, 5, 0);
        binary(cases, reduction, n);
        for (double beta : new double[] {1, 1.0 / 9, 0}) {
          smoothL1(cases, reduction, beta, n);
        }
      }
      crossEntropy(cases, reduction, 7, 33, 2);
      crossEntropy(cases, reduction, 31, 2, 3);
      crossEntropy(cases, reduction, 4, 3, 4);
      crossEntropy(cases, reduction, 1, 1, 0);
    }
    return cases.all();
  }

  /** The first {@code ignored} rows are ignored. */
  private static void crossEntropy(
      Cases cases, LossReduction reduction, int rows, int classes, int ignored) {
    int[] targets = TestTensors.ints(classes, 101, rows).toInts();
    for (int i = 0; i < ignored; i++) {
      targets[i] = IGNORE;
    }
    HostTensor x = TestTensors.uniform(DType.FLOAT32, -6, 6, 102, rows, classes);
    HostTensor target = HostTensor.of(Shape.of(rows), targets);
    HostTensor weights = TestTensors.uniform(DType.FLOAT32, 0.2, 3, 103, classes);
    for (boolean weighted : new boolean[] {false, true}) {
      String name = "cross entropy " + reduction + (weighted ? ", weighted" : "");
      cases.add(
          name,
          List.of(x, target, weights),
          List.of(float32()),
          ROUNDING,
          (k, in, out, w) ->
              k.loss()
                  .crossEntropy(
                      reduction,
                      IGNORE,
                      in.get(0),
                      in.get(1),
                      weighted ? Optional.of(in.get(2)) : Optional.empty(),
                      out.get(0)));
      cases.add(
          name + " gradient",
          List.of(x, target, weights, OUTER),
          List.of(float32(rows, classes)),
          ROUNDING,
          (k, in, out, w) ->
              k.loss()
                  .crossEntropyGradient(
                      reduction,
                      IGNORE,
                      in.get(0),
                      in.get(1),
                      weighted ? Optional.of(in.get(2)) : Optional.empty(),
                      in.get(3),
                      out.get(0)));
    }
  }

  private static void binary(Cases cases, LossReduction reduction, int n) {
    HostTensor x = TestTensors.uniform(DType.FLOAT32, -40, 40, 104, n);
    HostTensor target = TestTensors.uniform(DType.FLOAT32, 0, 1, 105, n);
    cases.add(
        "binary cross entropy " + reduction,
        List.of(x, target),
        List.of(float32()),
        ROUNDING,
        (k, in, out, w) ->
            k.loss().binaryCrossEntropy(reduction, in.get(0), in.get(1), out.get(0)));
    cases.add(
        "binary cross entropy gradient " + reduction,
        List.of(x, target, OUTER),
        List.of(float32(n)),
        ROUNDING,
        (k, in, out, w) ->
            k.loss()
                .binaryCrossEntropyGradient(
                    reduction, in.get(0), in.get(1), in.get(2), out.get(0)));
  }

  private static void smoothL1(Cases cases, LossReduction reduction, double beta, int n) {
    HostTensor x = TestTensors.uniform(DType.FLOAT32, -2, 2, 106, n);
    HostTensor target = TestTensors.uniform(DType.FLOAT32, -2, 2, 107, n);
    cases.add(
        "smooth L1 " + reduction + ", beta " + beta,
        List.of(x, target),
        List.of(float32()),
        ROUNDING,
        (k, in, out, w) -> k.loss().smoothL1(reduction, beta, in.get(0), in.get(1), out.get(0)));
    cases.add(
        "smooth L1 gradient " + reduction + ", beta " + beta,
        List.of(x, target, OUTER),
        List.of(float32(n)),
        ROUNDING,
        (k, in, out, w) ->
            k.loss()
                .smoothL1Gradient(reduction, beta, in.get(0), in.get(1), in.get(2), out.get(0)));
  }
}
