package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * One kernel call on operands large enough for several chunks.
 *
 * @param terms how many rounded terms an output sums, for the tolerance
 */
record KernelCase(String name, int terms, List<TensorType> outputs, Call call) {
  /** The call itself; the memory holds inputs it makes. */
  @FunctionalInterface
  interface Call {
    void run(Kernels kernels, Inputs in, List<Operand> out);
  }

  /** Makes inputs, equal for every run of a case. */
  static final class Inputs {
    private final HostMemory memory;
    private int made;

    Inputs(HostMemory memory) {
      this.memory = memory;
    }

    Operand uniform(double low, double high, int... dims) {
      Philox random = random();
      float[] values = new float[Shape.of(dims).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(low, high);
      }
      return upload(HostTensor.of(Shape.of(dims), values));
    }

    Operand normal(int... dims) {
      Philox random = random();
      float[] values = new float[Shape.of(dims).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return upload(HostTensor.of(Shape.of(dims), values));
    }

    Operand indices(int bound, int n) {
      Philox random = random();
      int[] values = new int[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextInt(bound);
      }
      return upload(HostTensor.of(Shape.of(n), values));
    }

    /** Boxes inside 0 .. size. */
    Operand boxes(int n, double size) {
      Philox random = random();
      float[] values = new float[4 * n];
      for (int i = 0; i < n; i++) {
        double x = random.nextDouble(-4, 0.9 * size);
        double y = random.nextDouble(-4, 0.9 * size);
        values[4 * i] = (float) x;
        values[4 * i + 1] = (float) y;
        values[4 * i + 2] = (float) random.nextDouble(x, size);
        values[4 * i + 3] = (float) random.nextDouble(y, size);
      }
      return upload(HostTensor.of(Shape.of(n, 4), values));
    }

    private Philox random() {
      return new RandomKey(7, "kernel case", made++).stream();
    }

    private Operand upload(HostTensor values) {
      Operand operand =
          Operand.rowMajor(values.type(), memory.allocate(values.type(), "kernel case"));
      memory.upload(values, operand);
      return operand;
    }
  }

  /** Runs the case and reads its outputs. */
  List<HostTensor> run(Kernels kernels) {
    HostMemory memory = new HostMemory();
    List<Operand> out = new ArrayList<>();
    for (TensorType type : outputs) {
      out.add(Operand.rowMajor(type, memory.allocate(type, name)));
    }
    call.run(kernels, new Inputs(memory), out);
    return out.stream().map(memory::download).toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private static TensorType f(int... dims) {
    return TensorType.float32(dims);
  }

  private static KernelCase of(String name, int terms, TensorType output, Call call) {
    return new KernelCase(name, terms, List.of(output), call);
  }

  /** All cases. */
  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    for (UnaryFunction u : UnaryFunction.values()) {
      cases.add(
          of(
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
          of(
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
          of(
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
    addPlanes(cases);
    addLosses(cases);
    addRegions(cases);
    addOptimizers(cases);
    return cases;
  }

  private static KernelCase reduction(String name, ReduceFunction r, int[] from, int[] to) {
    int terms = Shape.of(from).elements() / Shape.of(to).elements();
    return of(
        "reduce " + name,
        r == ReduceFunction.SUM ? terms : 1,
        f(to),
        (k, in, out) -> k.reduction().reduce(r, in.normal(from), out.getFirst()));
  }

  private static void addLines(List<KernelCase> cases) {
    cases.add(
        of(
            "softmax",
            4,
            f(1021, 91),
            (k, in, out) -> k.reduction().softmax(1, in.normal(1021, 91), out.getFirst())));
    cases.add(
        of(
            "log softmax of axis 1",
            4,
            f(33, 21, 32),
            (k, in, out) -> k.reduction().logSoftmax(1, in.normal(33, 21, 32), out.getFirst())));
    cases.add(
        of(
            "softmax gradient",
            91,
            f(1021, 91),
            (k, in, out) ->
                k.reduction()
                    .softmaxGradient(
                        1, in.uniform(0, 0.02, 1021, 91), in.normal(1021, 91), out.getFirst())));
    cases.add(
        of(
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
        of(
            "select",
            1,
            f(3, 500, 7),
            (k, in, out) ->
                k.indexing()
                    .select(1, in.normal(3, 207, 7), in.indices(207, 500), out.getFirst())));
    cases.add(
        of(
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
          of(
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

  private static void addPlanes(List<KernelCase> cases) {
    PoolGeometry pool = new PoolGeometry(3, 2, 1);
    cases.add(
        new KernelCase(
            "max pool",
            1,
            List.of(f(3, 33, 16, 21), TensorType.int32(3, 33, 16, 21)),
            (k, in, out) ->
                k.pooling().maximum(pool, in.normal(3, 33, 31, 41), out.get(0), out.get(1))));
    cases.add(
        of(
            "max pool gradient",
            9,
            f(3, 33, 31, 41),
            (k, in, out) -> {
              Operand dy = in.normal(3, 33, 16, 21);
              Operand y = in.normal(3, 33, 16, 21);
              Operand places = in.indices(1, 3 * 33 * 16 * 21).reshape(y.shape());
              k.pooling().maximum(pool, in.normal(3, 33, 31, 41), y, places);
              k.pooling().maximumGradient(dy, places, out.getFirst());
            }));
    cases.add(
        of(
            "adaptive average",
            4,
            f(5, 33, 7, 6),
            (k, in, out) -> k.pooling().adaptiveAverage(in.normal(5, 33, 31, 32), out.getFirst())));
    cases.add(
        of(
            "adaptive average gradient",
            4,
            f(5, 33, 31, 32),
            (k, in, out) ->
                k.pooling().adaptiveAverageGradient(in.normal(5, 33, 7, 6), out.getFirst())));
    cases.add(
        of(
            "nearest",
            1,
            f(3, 33, 26, 41),
            (k, in, out) -> k.resize().nearest(in.normal(3, 33, 13, 21), out.getFirst())));
    cases.add(
        of(
            "nearest gradient",
            4,
            f(3, 33, 13, 21),
            (k, in, out) -> k.resize().nearestGradient(in.normal(3, 33, 26, 41), out.getFirst())));
    cases.add(
        of(
            "bilinear",
            8,
            f(3, 33, 26, 41),
            (k, in, out) -> k.resize().bilinear(in.normal(3, 33, 13, 21), out.getFirst())));
    cases.add(
        of(
            "bilinear gradient",
            32,
            f(3, 33, 13, 21),
            (k, in, out) -> k.resize().bilinearGradient(in.normal(3, 33, 26, 41), out.getFirst())));
  }

  private static void addLosses(List<KernelCase> cases) {
    for (LossReduction r : LossReduction.values()) {
      cases.add(
          of(
              "cross entropy " + r,
              1,
              f(),
              (k, in, out) ->
                  k.loss()
                      .crossEntropy(
                          r,
                          0,
                          in.normal(3001, 5),
                          in.indices(5, 3001),
                          Optional.of(in.uniform(0.5, 2, 5)),
                          out.getFirst())));
      cases.add(
          of(
              "cross entropy gradient " + r,
              4,
              f(3001, 5),
              (k, in, out) ->
                  k.loss()
                      .crossEntropyGradient(
                          r,
                          0,
                          in.normal(3001, 5),
                          in.indices(5, 3001),
                          Optional.empty(),
                          in.uniform(1, 2),
                          out.getFirst())));
      cases.add(
          of(
              "binary cross entropy " + r,
              1,
              f(),
              (k, in, out) ->
                  k.loss()
                      .binaryCrossEntropy(
                          r, in.normal(20011), in.uniform(0, 1, 20011), out.getFirst())));
      cases.add(
          of(
              "binary cross entropy gradient " + r,
              4,
              f(20011),
              (k, in, out) ->
                  k.loss()
                      .binaryCrossEntropyGradient(
                          r,
                          in.normal(20011),
                          in.uniform(0, 1, 20011),
                          in.uniform(1, 2),
                          out.getFirst())));
      cases.add(
          of(
              "smooth l1 " + r,
              1,
              f(),
              (k, in, out) ->
                  k.loss().smoothL1(r, 0.11, in.normal(20011), in.normal(20011), out.getFirst())));
      cases.add(
          of(
              "smooth l1 gradient " + r,
              4,
              f(20011),
              (k, in, out) ->
                  k.loss()
                      .smoothL1Gradient(
                          r,
                          0.5,
                          in.normal(20011),
                          in.normal(20011),
                          in.uniform(1, 2),
                          out.getFirst())));
    }
  }

  private static void addRegions(List<KernelCase> cases) {
    for (int ratio : new int[] {0, 2}) {
      for (boolean aligned : new boolean[] {false, true}) {
        RoiAlignGeometry g =
            new RoiAlignGeometry(7, 7, ratio, aligned, List.of(0.25, 0.125, 0.0625), 224, 4);
        String name = " ratio " + ratio + (aligned ? " aligned" : "");
        cases.add(
            of(
                "roi align" + name,
                64,
                f(97, 19, 7, 7),
                (k, in, out) ->
                    k.region()
                        .roiAlign(
                            g,
                            List.of(
                                in.normal(2, 19, 64, 60),
                                in.normal(2, 19, 32, 30),
                                in.normal(2, 19, 16, 15)),
                            in.boxes(97, 250),
                            in.indices(2, 97),
                            out.getFirst())));
        cases.add(
            new KernelCase(
                "roi align gradient" + name,
                1024,
                List.of(f(2, 19, 64, 60), f(2, 19, 32, 30), f(2, 19, 16, 15)),
                (k, in, out) ->
                    k.region()
                        .roiAlignGradient(
                            g,
                            in.boxes(97, 250),
                            in.indices(2, 97),
                            in.normal(97, 19, 7, 7),
                            out)));
      }
    }
    cases.add(
        of(
            "box iou",
            4,
            f(300, 207),
            (k, in, out) ->
                k.region().boxIou(in.boxes(300, 100), in.boxes(207, 100), out.getFirst())));
    cases.add(
        new KernelCase(
            "non-maximum suppression",
            1,
            List.of(TensorType.int32(3001), TensorType.int32()),
            (k, in, out) ->
                k.region()
                    .nonMaximumSuppression(
                        0.4,
                        in.boxes(3001, 100),
                        in.normal(3001),
                        in.indices(3, 3001),
                        out.get(0),
                        out.get(1))));
  }

  private static void addOptimizers(List<KernelCase> cases) {
    TensorType v = f(40001);
    for (boolean first : new boolean[] {false, true}) {
      cases.add(
          new KernelCase(
              "sgd" + (first ? " first step" : " nesterov"),
              4,
              List.of(v, v),
              (k, in, out) ->
                  k.optimizer()
                      .sgd(
                          new Optimizer.Sgd(0.02, 0.9, 1e-4, !first, first),
                          in.normal(40001),
                          in.normal(40001),
                          in.normal(40001),
                          out.get(0),
                          out.get(1))));
      cases.add(
          new KernelCase(
              "adam" + (first ? " decoupled" : ""),
              8,
              List.of(v, v, v),
              (k, in, out) ->
                  k.optimizer()
                      .adam(
                          new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.01, first, 7),
                          in.normal(40001),
                          in.normal(40001),
                          in.normal(40001),
                          in.uniform(0.1, 2, 40001),
                          out.get(0),
                          out.get(1),
                          out.get(2))));
    }
  }
}
