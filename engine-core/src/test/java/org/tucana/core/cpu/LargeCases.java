package org.tucana.core.cpu;

import static org.tucana.core.cpu.KernelCase.f;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Element-wise kernels, reductions, selections and normalisations that span many chunks. */
final class LargeCases {
  private LargeCases() {}

  /** All cases. */
  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (UnaryFunction u : UnaryFunction.values()) {
      cases.add(
          KernelCase.of(
              "unary " + u,
              1,
              f(7, 13, 1021),
              (k, in, out) ->
                  k.pointwise().unary(u, in.uniform(0.1, 3, 7, 13, 1021), out.getFirst())));
    }
    for (BinaryFunction b : BinaryFunction.values()) {
      boolean bool = b.name().startsWith("GREATER") || b == BinaryFunction.EQUAL;
      TensorType y = bool ? f(8, 31, 33, 7).withDtype(DType.BOOL) : f(8, 31, 33, 7);
      cases.add(
          KernelCase.of(
              "per channel " + b,
              1,
              y,
              (k, in, out) ->
                  k.pointwise()
                      .binary(
                          b,
                          in.normal(8, 31, 33, 7),
                          in.normal(31, 1, 1).broadcastTo(y.shape()),
                          out.getFirst())));
      cases.add(
          KernelCase.of(
              "permuted " + b,
              1,
              y,
              (k, in, out) ->
                  k.pointwise()
                      .binary(
                          b,
                          in.normal(7, 31, 33, 8).permute(3, 1, 2, 0),
                          in.normal(8, 31, 33, 7),
                          out.getFirst())));
    }
    for (ReduceFunction r : ReduceFunction.values()) {
      cases.add(reduction("all " + r, r, new int[] {5, 207, 130}, new int[] {1, 1, 1}));
      cases.add(reduction("last " + r, r, new int[] {300, 207}, new int[] {300, 1}));
      cases.add(reduction("first " + r, r, new int[] {2048, 700}, new int[] {1, 700}));
      cases.add(reduction("channels " + r, r, new int[] {8, 64, 32, 32}, new int[] {1, 64, 1, 1}));
      cases.add(reduction("middle " + r, r, new int[] {33, 65, 31}, new int[] {33, 1, 31}));
    }
    addLines(cases);
    addNormalization(cases);
    LargePictureCases.addTo(cases);
    return cases;
  }

  private static KernelCase reduction(String name, ReduceFunction r, int[] from, int[] to) {
    int terms = Shape.of(from).elements() / Shape.of(to).elements();
    return KernelCase.of(
        "reduce " + name,
        r == ReduceFunction.SUM ? terms : 1,
        f(to),
        (k, in, out) -> k.reduction().reduce(r, in.normal(from), out.getFirst()));
  }

  private static void addLines(List<KernelCase> cases) {
    cases.add(
        KernelCase.of(
            "softmax",
            4,
            f(1021, 91),
            (k, in, out) -> k.reduction().softmax(1, in.normal(1021, 91), out.getFirst())));
    cases.add(
        KernelCase.of(
            "log softmax of axis 1",
            4,
            f(33, 21, 32),
            (k, in, out) -> k.reduction().logSoftmax(1, in.normal(33, 21, 32), out.getFirst())));
    cases.add(
        KernelCase.of(
            "softmax gradient",
            91,
            f(1021, 91),
            (k, in, out) ->
                k.reduction()
                    .softmaxGradient(
                        1, in.uniform(0, 0.02, 1021, 91), in.normal(1021, 91), out.getFirst())));
    cases.add(
        KernelCase.of(
            "log softmax gradient",
            91,
            f(1021, 91),
            (k, in, out) ->
                k.reduction()
                    .logSoftmaxGradient(
                        1, in.uniform(-5, -3, 1021, 91), in.normal(1021, 91), out.getFirst())));
    cases.add(
        new KernelCase(
            "top k",
            1,
            List.of(f(5, 1000), TensorType.int32(5, 1000)),
            (k, in, out) -> k.reduction().topK(in.normal(5, 20011), out.get(0), out.get(1))));
    cases.add(
        new KernelCase(
            "top k of few values",
            1,
            List.of(f(5, 900), TensorType.int32(5, 900)),
            (k, in, out) -> {
              Operand x = in.normal(5, 3001);
              k.pointwise().unary(UnaryFunction.RELU, in.normal(5, 3001), x);
              k.reduction().topK(x, out.get(0), out.get(1));
            }));
    cases.add(
        KernelCase.of(
            "select",
            1,
            f(3, 500, 7),
            (k, in, out) ->
                k.indexing()
                    .select(1, in.normal(3, 207, 7), in.indices(207, 500), out.getFirst())));
    cases.add(
        KernelCase.of(
            "select gradient",
            20,
            f(31, 1021),
            (k, in, out) ->
                k.indexing()
                    .selectGradient(0, in.normal(500, 1021), in.indices(31, 500), out.getFirst())));
  }

  private static void addNormalization(List<KernelCase> cases) {
    for (int[] d : new int[][] {{8, 33, 31, 17}, {207, 129}}) {
      TensorType x = f(d);
      TensorType c = f(d[1]);
      String name = " " + x.shape();
      cases.add(
          new KernelCase(
              "batch norm" + name,
              4,
              List.of(x, c, c),
              (k, in, out) ->
                  k.normalization()
                      .train(
                          1e-5,
                          in.normal(d),
                          in.normal(d[1]),
                          in.normal(d[1]),
                          out.get(0),
                          out.get(1),
                          out.get(2))));
      cases.add(
          new KernelCase(
              "batch norm gradient" + name,
              4,
              List.of(x, c, c),
              (k, in, out) ->
                  k.normalization()
                      .trainGradient(
                          in.normal(d),
                          in.normal(d[1]),
                          in.uniform(-0.1, 0.1, d[1]),
                          in.uniform(0.9, 1.1, d[1]),
                          in.normal(d),
                          out.get(0),
                          out.get(1),
                          out.get(2))));
      cases.add(
          KernelCase.of(
              "batch norm inference" + name,
              4,
              x,
              (k, in, out) ->
                  k.normalization()
                      .inference(
                          1e-5,
                          in.normal(d),
                          in.normal(d[1]),
                          in.normal(d[1]),
                          in.normal(d[1]),
                          in.uniform(0.5, 2, d[1]),
                          out.getFirst())));
      cases.add(
          new KernelCase(
              "batch norm inference gradient" + name,
              4,
              List.of(x, c, c),
              (k, in, out) ->
                  k.normalization()
                      .inferenceGradient(
                          1e-5,
                          in.normal(d),
                          in.normal(d[1]),
                          in.normal(d[1]),
                          in.uniform(0.5, 2, d[1]),
                          in.normal(d),
                          out.get(0),
                          out.get(1),
                          out.get(2))));
    }
  }
}
