package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Kernels that compute functions of floating-point numbers, forward and backward. */
record FloatLaunches(AgainstReference<Kernels> both, DType dtype) {
  private static final List<BinaryFunction> GRADIENTS =
      List.of(
          BinaryFunction.RELU_GRADIENT,
          BinaryFunction.SIGMOID_GRADIENT,
          BinaryFunction.TANH_GRADIENT);

  void run() {
    functions();
    levels();
    epilogue();
    softmax();
    ranks();
    planes();
    regions();
  }

  /** The elementary functions are our own: they may differ in the last bits. */
  private double rounding() {
    return Values.rounding(dtype);
  }

  private TensorType t(int... dims) {
    return type(dtype, dims);
  }

  private void functions() {
    HostTensor positive = TestTensors.uniform(dtype, 0.1, 3, 1, 5, 7);
    for (UnaryFunction f : UnaryFunction.values()) {
      both.check(
          rounding(),
          List.of(positive),
          List.of(t(5, 7)),
          (k, in, out) -> k.pointwise().unary(f, in.get(0), out.get(0)));
    }
    for (BinaryFunction f : GRADIENTS) {
      both.check(
          rounding(),
          List.of(positive, TestTensors.uniform(dtype, -1, 1, 2, 5, 7)),
          List.of(t(5, 7)),
          (k, in, out) -> k.pointwise().binary(f, in.get(0), in.get(1), out.get(0)));
    }
  }

  private void levels() {
    both.check(
        0,
        List.of(TestTensors.uniform(dtype, -3, 3, 3, 5, 7)),
        List.of(t(5, 7)),
        (k, in, out) -> k.pointwise().round(new Levels(0.017, -90, 165), in.get(0), out.get(0)));
  }

  private void epilogue() {
    HostTensor y = Values.whole(dtype, 9, 2, 3, 4);
    HostTensor bias = Values.whole(dtype, 5, 3);
    HostTensor residual = Values.whole(dtype, 7, 2, 3, 4);
    Operand finished = both.device().upload(y);
    new OutputFinish(both.device().device().launcher())
        .apply(
            new Epilogue(
                Optional.of(both.device().upload(bias)),
                Optional.of(both.device().upload(residual)),
                true),
            3,
            4,
            finished);
    HostTensor found = both.device().download(finished);
    for (int i = 0; i < y.shape().elements(); i++) {
      assertEquals(
          Math.max(y.get(i) + bias.get(i / 4 % 3) + residual.get(i), 0), found.get(i), "at " + i);
    }
  }

  private void softmax() {
    both.check(
        rounding(),
        List.of(
            TestTensors.uniform(dtype, -5, 5, 3, 3, 40),
            TestTensors.uniform(dtype, -1, 1, 4, 3, 40)),
        List.of(t(3, 40), t(3, 40), t(3, 40), t(3, 40)),
        (k, in, out) -> {
          k.reduction().softmax(1, in.get(0), out.get(0));
          k.reduction().logSoftmax(1, in.get(0), out.get(1));
          k.reduction().softmaxGradient(1, out.get(0), in.get(1), out.get(2));
          k.reduction().logSoftmaxGradient(1, out.get(1), in.get(1), out.get(3));
        });
  }

  private void ranks() {
    int[] index = new int[2100]; // more than a block sorts by itself
    for (int i = 0; i < index.length; i++) {
      index[i] = i * 7 % 11;
    }
    both.check(
        0,
        List.of(
            Values.whole(dtype, 30, 2, 50),
            HostTensor.of(Shape.of(index.length), index),
            Values.whole(dtype, 9, index.length)),
        List.of(t(2, 9), type(DType.INT32, 2, 9), t(12)),
        (k, in, out) -> {
          k.reduction().topK(in.get(0), out.get(0), out.get(1));
          k.indexing().selectGradient(0, in.get(2), in.get(1), out.get(2));
        });
  }

  private void planes() {
    HostTensor large = Values.whole(dtype, 90, 2, 3, 9, 11);
    HostTensor small = Values.whole(dtype, 9, 2, 3, 5, 6);
    both.check(
        rounding(),
        List.of(large, small),
        List.of(
            t(2, 3, 5, 6),
            type(DType.INT32, 2, 3, 5, 6),
            t(2, 3, 9, 11),
            t(2, 3, 5, 6),
            t(2, 3, 9, 11)),
        (k, in, out) -> {
          k.pooling().maximum(new PoolGeometry(3, 2, 1), in.get(0), out.get(0), out.get(1));
          k.pooling().maximumGradient(in.get(1), out.get(1), out.get(2));
          k.pooling().adaptiveAverage(in.get(0), out.get(3));
          k.pooling().adaptiveAverageGradient(in.get(1), out.get(4));
        });
    both.check(
        rounding(),
        List.of(small, large),
        List.of(t(2, 3, 9, 11), t(2, 3, 5, 6), t(2, 3, 9, 11), t(2, 3, 5, 6)),
        (k, in, out) -> {
          k.resize().nearest(in.get(0), out.get(0));
          k.resize().nearestGradient(in.get(1), out.get(1));
          k.resize().bilinear(in.get(0), out.get(2));
          k.resize().bilinearGradient(in.get(1), out.get(3));
        });
  }

  private void regions() {
    RoiAlignGeometry pyramid = new RoiAlignGeometry(3, 4, 2, false, List.of(0.25, 0.125), 56, 3);
    HostTensor boxes = Values.boxes(dtype, 70, 100, 5);
    HostTensor pictures = Values.whole(DType.BOOL, 2, 70);
    int[] picture = new int[70];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (int) pictures.get(i);
    }
    HostTensor where = HostTensor.of(Shape.of(70), picture);
    both.check(
        rounding(),
        List.of(
            boxes,
            where,
            TestTensors.uniform(dtype, -1, 1, 6, 2, 9, 25, 25),
            TestTensors.uniform(dtype, -1, 1, 7, 2, 9, 13, 13),
            TestTensors.uniform(dtype, -1, 1, 8, 70, 9, 3, 4)),
        List.of(t(70, 9, 3, 4), t(2, 9, 25, 25), t(2, 9, 13, 13), t(70, 70)),
        (k, in, out) -> {
          k.region().roiAlign(pyramid, in.subList(2, 4), in.get(0), in.get(1), out.get(0));
          k.region().roiAlignGradient(pyramid, in.get(0), in.get(1), in.get(4), out.subList(1, 3));
          k.region().boxIou(in.get(0), in.get(0), out.get(3));
        });
    both.check(
        0,
        List.of(boxes, Values.whole(dtype, 20, 70), where),
        List.of(type(DType.INT32, 70), type(DType.INT32)),
        (k, in, out) ->
            k.region()
                .nonMaximumSuppression(
                    0.3, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }
}
