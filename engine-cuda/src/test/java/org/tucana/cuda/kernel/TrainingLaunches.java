package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Normalization;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Kernels that only training needs: batch statistics, losses, optimisers. */
record TrainingLaunches(AgainstReference<Kernels> both, DType dtype) {
  void run() {
    normalization();
    crossEntropy();
    losses();
    optimizers();
  }

  private TensorType t(int... dims) {
    return type(dtype, dims);
  }

  private HostTensor uniform(double low, double high, long seed, int... dims) {
    return TestTensors.uniform(dtype, low, high, seed, dims);
  }

  private void normalization() {
    TensorType channels = t(3);
    TensorType pictures = t(2, 3, 5, 7);
    both.check(
        4 * Values.rounding(dtype),
        List.of(
            uniform(-2, 2, 11, 2, 3, 5, 7),
            uniform(0.5, 2, 12, 3),
            uniform(-1, 1, 13, 3),
            uniform(-1, 1, 14, 2, 3, 5, 7),
            uniform(0.5, 2, 15, 3)),
        List.of(
            pictures, channels, channels, pictures, channels, channels, pictures, pictures,
            channels, channels),
        (k, in, out) -> {
          Normalization normal = k.normalization();
          Operand x = in.get(0);
          Operand scale = in.get(1);
          Operand shift = in.get(2);
          Operand dy = in.get(3);
          Operand variance = in.get(4);
          Operand mean = out.get(1);
          normal.train(1e-5, x, scale, shift, out.get(0), mean, out.get(2));
          normal.trainGradient(x, scale, mean, out.get(2), dy, out.get(3), out.get(4), out.get(5));
          normal.inference(1e-5, x, scale, shift, mean, variance, out.get(6));
          normal.inferenceGradient(
              1e-5, x, scale, mean, variance, dy, out.get(7), out.get(8), out.get(9));
        });
  }

  private void crossEntropy() {
    int[] classes = new int[5000]; // more rows than a piece
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i % 8 == 7 ? -100 : i % 7;
    }
    both.check(
        Values.rounding(dtype),
        List.of(
            uniform(-4, 4, 21, 5000, 7),
            HostTensor.of(Shape.of(5000), classes),
            uniform(0.5, 2, 22, 7),
            uniform(1, 2, 23)),
        List.of(t(), t(5000, 7)),
        (k, in, out) -> {
          Optional<Operand> weights = Optional.of(in.get(2));
          Loss loss = k.loss();
          loss.crossEntropy(LossReduction.MEAN, -100, in.get(0), in.get(1), weights, out.get(0));
          loss.crossEntropyGradient(
              LossReduction.MEAN, -100, in.get(0), in.get(1), weights, in.get(3), out.get(1));
        });
  }

  private void losses() {
    both.check(
        Values.rounding(dtype),
        List.of(uniform(-9, 9, 31, 5000), uniform(0, 1, 32, 5000), uniform(1, 2, 33)),
        List.of(t(), t(5000), t(), t(5000)),
        (k, in, out) -> {
          Loss loss = k.loss();
          LossReduction mean = LossReduction.MEAN;
          loss.binaryCrossEntropy(mean, in.get(0), in.get(1), out.get(0));
          loss.binaryCrossEntropyGradient(mean, in.get(0), in.get(1), in.get(2), out.get(1));
          loss.smoothL1(mean, 0.5, in.get(0), in.get(1), out.get(2));
          loss.smoothL1Gradient(mean, 0.5, in.get(0), in.get(1), in.get(2), out.get(3));
        });
  }

  /** Two parameters, one of them in two pieces. */
  private void optimizers() {
    both.check(
        0,
        List.of(uniform(-1, 1, 41, 5000), uniform(-1, 1, 42, 3)),
        List.of(t(5000), t(5000), t(3), t(3)),
        (k, in, out) -> {
          overwrite(k, in, out);
          k.optimizer()
              .sgd(
                  new Optimizer.Sgd(0.1, 0.9, 0.01, true, false),
                  List.of(
                      new Optimizer.SgdTensors(out.get(0), in.get(0), out.get(1)),
                      new Optimizer.SgdTensors(out.get(2), in.get(1), out.get(3))));
        });
    both.check(
        0,
        List.of(uniform(-1, 1, 43, 5000), uniform(-1, 1, 44, 3)),
        List.of(t(5000), t(5000), t(3), t(3), t(5000), t(3)),
        (k, in, out) -> {
          overwrite(k, in, out);
          k.optimizer()
              .adam(
                  new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0.01, true, 3),
                  List.of(
                      new Optimizer.AdamTensors(out.get(0), in.get(0), out.get(1), out.get(4)),
                      new Optimizer.AdamTensors(out.get(2), in.get(1), out.get(3), out.get(5))));
        });
  }

  private static void overwrite(Kernels kernels, List<Operand> in, List<Operand> out) {
    for (Operand state : out) {
      Operand alike = state.elements() == 3 ? in.get(1) : in.get(0);
      kernels.pointwise().affine(0.5, 1, alike, state);
    }
  }
}
