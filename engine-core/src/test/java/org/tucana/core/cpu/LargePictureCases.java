package org.tucana.core.cpu;

import static org.tucana.core.cpu.KernelCase.f;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.TensorType;

/** Kernels over planes, losses, regions and optimisers that span many chunks. */
final class LargePictureCases {
  private LargePictureCases() {}

  static void addTo(List<KernelCase> cases) {
    addPlanes(cases);
    addLosses(cases);
    addRegions(cases);
    addOptimizers(cases);
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
        KernelCase.of(
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
        KernelCase.of(
            "adaptive average",
            4,
            f(5, 33, 7, 6),
            (k, in, out) -> k.pooling().adaptiveAverage(in.normal(5, 33, 31, 32), out.getFirst())));
    cases.add(
        KernelCase.of(
            "adaptive average gradient",
            4,
            f(5, 33, 31, 32),
            (k, in, out) ->
                k.pooling().adaptiveAverageGradient(in.normal(5, 33, 7, 6), out.getFirst())));
    cases.add(
        KernelCase.of(
            "nearest",
            1,
            f(3, 33, 26, 41),
            (k, in, out) -> k.resize().nearest(in.normal(3, 33, 13, 21), out.getFirst())));
    cases.add(
        KernelCase.of(
            "nearest gradient",
            4,
            f(3, 33, 13, 21),
            (k, in, out) -> k.resize().nearestGradient(in.normal(3, 33, 26, 41), out.getFirst())));
    cases.add(
        KernelCase.of(
            "bilinear",
            8,
            f(3, 33, 26, 41),
            (k, in, out) -> k.resize().bilinear(in.normal(3, 33, 13, 21), out.getFirst())));
    cases.add(
        KernelCase.of(
            "bilinear gradient",
            32,
            f(3, 33, 13, 21),
            (k, in, out) -> k.resize().bilinearGradient(in.normal(3, 33, 26, 41), out.getFirst())));
  }

  private static void addLosses(List<KernelCase> cases) {
    for (LossReduction r : LossReduction.values()) {
      cases.add(
          KernelCase.of(
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
          KernelCase.of(
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
          KernelCase.of(
              "binary cross entropy " + r,
              1,
              f(),
              (k, in, out) ->
                  k.loss()
                      .binaryCrossEntropy(
                          r, in.normal(20011), in.uniform(0, 1, 20011), out.getFirst())));
      cases.add(
          KernelCase.of(
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
          KernelCase.of(
              "smooth l1 " + r,
              1,
              f(),
              (k, in, out) ->
                  k.loss().smoothL1(r, 0.11, in.normal(20011), in.normal(20011), out.getFirst())));
      cases.add(
          KernelCase.of(
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
            KernelCase.of(
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
        KernelCase.of(
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
              (k, in, out) -> {
                Operand value = copied(k, in.normal(40001), out.get(0));
                Operand gradient = in.normal(40001);
                Operand buffer = copied(k, in.normal(40001), out.get(1));
                k.optimizer()
                    .sgd(
                        new Optimizer.Sgd(0.02, 0.9, 1e-4, !first, first),
                        List.of(new Optimizer.SgdTensors(value, gradient, buffer)));
              }));
      cases.add(
          new KernelCase(
              "adam" + (first ? " decoupled" : ""),
              8,
              List.of(v, v, v),
              (k, in, out) -> {
                Operand value = copied(k, in.normal(40001), out.get(0));
                Operand gradient = in.normal(40001);
                Operand moment1 = copied(k, in.normal(40001), out.get(1));
                Operand moment2 = copied(k, in.uniform(0.1, 2, 40001), out.get(2));
                k.optimizer()
                    .adam(
                        new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.01, first, 7),
                        List.of(new Optimizer.AdamTensors(value, gradient, moment1, moment2)));
              }));
    }
  }

  private static Operand copied(Kernels kernels, Operand from, Operand to) {
    kernels.pointwise().copy(from, to);
    return to;
  }
}
