package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.cuda.testing.RawDevice.check;
import static org.tucana.cuda.testing.RawDevice.numbers;
import static org.tucana.cuda.testing.RawDevice.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationMode;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgo;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnDeterminism;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The convolutions of the software device's cuDNN against plain loops. */
class SoftwareConvolutionTest {
  private static final List<PlainConvolution> CASES =
      List.of(
          new PlainConvolution(2, 3, 7, 6, 4, 3, 3, 1, 1, 1, 1, false),
          new PlainConvolution(2, 4, 9, 8, 6, 3, 3, 1, 2, 1, 2, false),
          new PlainConvolution(1, 2, 11, 9, 3, 3, 2, 2, 1, 2, 1, true),
          new PlainConvolution(2, 4, 8, 8, 4, 1, 1, 0, 2, 1, 4, true),
          new PlainConvolution(1, 5, 6, 7, 8, 1, 1, 0, 1, 1, 1, false),
          new PlainConvolution(1, 3, 13, 12, 2, 5, 5, 3, 3, 1, 1, true));

  private RawDnn dnn;

  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
    dnn = new RawDnn();
  }

  @AfterEach
  void close() {
    if (dnn != null) {
      dnn.close();
    }
  }

  /** A case with its descriptors and numbers. */
  private final class Convolution {
    final PlainConvolution plain;
    final boolean doubles;
    final cudnnTensorDescriptor xLayout;
    final cudnnFilterDescriptor wLayout;
    final cudnnConvolutionDescriptor descriptor;
    final cudnnTensorDescriptor yLayout;
    final double[] x;
    final double[] w;
    final double[] y;

    Convolution(PlainConvolution p, boolean doubles) {
      plain = p;
      this.doubles = doubles;
      xLayout = dnn.tensor(doubles, p.channelsLast(), p.n(), p.c(), p.h(), p.w());
      wLayout = dnn.filter(doubles, p);
      descriptor = dnn.convolution(doubles, p);
      yLayout = dnn.tensor(doubles, p.channelsLast(), p.n(), p.k(), p.rows(), p.columns());
      x = numbers(p.inputs(), "x");
      w = numbers(p.weights(), "w");
      y = numbers(p.results(), "y");
    }

    int forward(int algorithm, CUdeviceptr result, double alpha, double beta, long less) {
      long[] bytes = new long[1];
      int status =
          JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
              dnn.handle, xLayout, wLayout, descriptor, yLayout, algorithm, bytes);
      return status != 0
          ? status
          : JCudnn.cudnnConvolutionForward(
              dnn.handle,
              scalar(doubles, alpha),
              xLayout,
              dnn.device.upload(doubles, x),
              wLayout,
              dnn.device.upload(doubles, w),
              descriptor,
              algorithm,
              dnn.work(bytes[0]),
              bytes[0] - less,
              scalar(doubles, beta),
              yLayout,
              result);
    }

    int inputGradient(int algorithm, CUdeviceptr result, double alpha, double beta) {
      long[] bytes = new long[1];
      int status =
          JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
              dnn.handle, wLayout, yLayout, descriptor, xLayout, algorithm, bytes);
      return status != 0
          ? status
          : JCudnn.cudnnConvolutionBackwardData(
              dnn.handle,
              scalar(doubles, alpha),
              wLayout,
              dnn.device.upload(doubles, w),
              yLayout,
              dnn.device.upload(doubles, y),
              descriptor,
              algorithm,
              dnn.work(bytes[0]),
              bytes[0],
              scalar(doubles, beta),
              xLayout,
              result);
    }

    int weightGradient(int algorithm, CUdeviceptr result, double alpha, double beta) {
      long[] bytes = new long[1];
      int status =
          JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
              dnn.handle, xLayout, yLayout, descriptor, wLayout, algorithm, bytes);
      return status != 0
          ? status
          : JCudnn.cudnnConvolutionBackwardFilter(
              dnn.handle,
              scalar(doubles, alpha),
              xLayout,
              dnn.device.upload(doubles, x),
              yLayout,
              dnn.device.upload(doubles, y),
              descriptor,
              algorithm,
              dnn.work(bytes[0]),
              bytes[0],
              scalar(doubles, beta),
              wLayout,
              result);
    }

    int finish(int algorithm, CUdeviceptr bias, CUdeviceptr z, int activation, CUdeviceptr result) {
      long bytes = 1 << 20;
      return JCudnn.cudnnConvolutionBiasActivationForward(
          dnn.handle,
          scalar(doubles, 1),
          xLayout,
          dnn.device.upload(doubles, x),
          wLayout,
          dnn.device.upload(doubles, w),
          descriptor,
          algorithm,
          dnn.work(bytes),
          bytes,
          scalar(doubles, 0.5),
          yLayout,
          z,
          dnn.channels(doubles, plain.k()),
          bias,
          dnn.activation(activation),
          yLayout,
          result);
    }

    /** Sums of up to some hundred numbers below 1, which an order may round anew each. */
    void near(double[] want, CUdeviceptr result, double alpha, double beta, double[] old) {
      double[] got = dnn.device.download(doubles, result, want.length);
      double tolerance = (doubles ? 1e-14 : 1e-6) * 16;
      for (int i = 0; i < want.length; i++) {
        assertEquals(alpha * want[i] + beta * old[i], got[i], tolerance, plain + ", " + i);
      }
    }
  }

  private interface Gradient {
    int run(int algorithm, CUdeviceptr result, double alpha, double beta);
  }

  /** All algorithms that there are for a case, with and without what was there before. */
  private void compare(Convolution c, int algorithms, double[] want, Gradient gradient) {
    int done = 0;
    for (int algorithm = 0; algorithm < algorithms; algorithm++) {
      CUdeviceptr fresh = dnn.device.empty(8L * want.length);
      int status = gradient.run(algorithm, fresh, 1, 0);
      if (status != RawDnn.NOT_SUPPORTED) {
        check(status);
        c.near(want, fresh, 1, 0, want);
        double[] old = numbers(want.length, "old");
        CUdeviceptr kept = dnn.device.upload(c.doubles, old);
        check(gradient.run(algorithm, kept, 0.5, -1));
        c.near(want, kept, 0.5, -1, old);
        done++;
      }
    }
    assertTrue(done >= 2, "algorithms for " + c.plain);
  }

  private void eachCase(java.util.function.Consumer<Convolution> test) {
    for (PlainConvolution p : CASES) {
      test.accept(new Convolution(p, false));
      test.accept(new Convolution(p, true));
    }
  }

  @Test
  void forwardIsThatOfPlainLoops() {
    eachCase(c ->
        compare(
            c,
            cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_COUNT,
            c.plain.forward(c.x, c.w),
            (algorithm, y, alpha, beta) -> c.forward(algorithm, y, alpha, beta, 0)));
  }

  @Test
  void gradientsAreThoseOfPlainLoops() {
    eachCase(c -> {
      compare(
          c,
          cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT,
          c.plain.inputGradient(c.w, c.y),
          c::inputGradient);
      compare(
          c,
          cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT,
          c.plain.weightGradient(c.x, c.y),
          c::weightGradient);
    });
  }

  @Test
  void biasResidualAndReluAreAppliedInThatOrder() {
    eachCase(c -> {
      double[] bias = numbers(c.plain.k(), "bias");
      double[] z = numbers(c.plain.results(), "z");
      double[] want = c.plain.forward(c.x, c.w);
      double[] cut = new double[want.length];
      for (int i = 0; i < want.length; i++) {
        want[i] += 0.5 * z[i] + bias[c.plain.channelOf(i)];
        cut[i] = Math.max(want[i], 0);
      }
      CUdeviceptr result = dnn.device.upload(c.doubles, z);
      CUdeviceptr b = dnn.device.upload(c.doubles, bias);
      int gemm = cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM;
      int precomputed = cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
      // In place of the residual.
      check(c.finish(gemm, b, result, cudnnActivationMode.CUDNN_ACTIVATION_RELU, result));
      c.near(cut, result, 1, 0, cut);
      CUdeviceptr residual = dnn.device.upload(c.doubles, z);
      int identity = cudnnActivationMode.CUDNN_ACTIVATION_IDENTITY;
      check(c.finish(precomputed, b, residual, identity, result));
      c.near(want, result, 1, 0, want);
      assertEquals(RawDnn.NOT_SUPPORTED, c.finish(gemm, b, residual, identity, result));
    });
  }

  @Test
  void whatCudnnCallsNonDeterministicDiffersFromCallToCall() {
    Convolution c =
        new Convolution(new PlainConvolution(2, 8, 16, 16, 8, 3, 3, 1, 1, 1, 1, false), false);
    IntFunction<double[]> dx =
        algorithm -> {
          CUdeviceptr result = dnn.device.empty(4L * c.x.length);
          check(c.inputGradient(algorithm, result, 1, 0));
          return dnn.device.download(false, result, c.x.length);
        };
    IntFunction<double[]> dw =
        algorithm -> {
          CUdeviceptr result = dnn.device.empty(4L * c.w.length);
          check(c.weightGradient(algorithm, result, 1, 0));
          return dnn.device.download(false, result, c.w.length);
        };
    assertFalse(Arrays.equals(dx.apply(0), dx.apply(0)));
    for (int algorithm : new int[] {1, 2, 3, 4, 5}) {
      assertArrayEquals(dx.apply(algorithm), dx.apply(algorithm));
    }
    assertFalse(Arrays.equals(dw.apply(0), dw.apply(0)));
    assertFalse(Arrays.equals(dw.apply(3), dw.apply(3)));
    for (int algorithm : new int[] {1, 2, 5, 6}) {
      assertArrayEquals(dw.apply(algorithm), dw.apply(algorithm));
    }
    assertFalse(Arrays.equals(dx.apply(1), dx.apply(4)), "Winograd rounds otherwise");
  }

  @Test
  void algorithmsAreListedByPromiseWithTheirDeterminism() {
    Convolution c = new Convolution(CASES.getFirst(), false);
    cudnnConvolutionFwdAlgoPerf[] forward =
        IntStream.range(0, 8)
            .mapToObj(i -> new cudnnConvolutionFwdAlgoPerf())
            .toArray(cudnnConvolutionFwdAlgoPerf[]::new);
    int[] found = new int[1];
    check(
        JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
            dnn.handle, c.xLayout, c.wLayout, c.descriptor, c.yLayout, 8, found, forward));
    assertEquals(8, found[0]);
    assertEquals(cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD, forward[0].algo);
    assertTrue(forward[0].memory > 0);
    assertEquals(cudnnDeterminism.CUDNN_DETERMINISTIC, forward[0].determinism);
    assertEquals(RawDnn.NOT_SUPPORTED, forward[7].status);
    cudnnConvolutionBwdFilterAlgoPerf[] filter = {new cudnnConvolutionBwdFilterAlgoPerf()};
    check(
        JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
            dnn.handle, c.xLayout, c.yLayout, c.descriptor, c.wLayout, 1, found, filter));
    assertEquals(1, found[0]);
    assertEquals(cudnnDeterminism.CUDNN_NON_DETERMINISTIC, filter[0].determinism);
  }

  @Test
  void tf32IsTheDefaultForFloats() {
    Convolution c = new Convolution(CASES.get(4), false);
    CUdeviceptr exact = dnn.device.empty(4L * c.y.length);
    CUdeviceptr rounded = dnn.device.empty(4L * c.y.length);
    check(c.forward(0, exact, 1, 0, 0));
    check(JCudnn.cudnnSetConvolutionMathType(c.descriptor, cudnnMathType.CUDNN_DEFAULT_MATH));
    check(c.forward(0, rounded, 1, 0, 0));
    double[] want = dnn.device.download(false, exact, c.y.length);
    double[] got = dnn.device.download(false, rounded, c.y.length);
    assertFalse(Arrays.equals(want, got));
    assertArrayEquals(want, got, 5e-3);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Convolution c = new Convolution(CASES.getFirst(), false);
    CUdeviceptr y = dnn.device.empty(4L * c.y.length);
    int precomputed = cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
    check(c.forward(precomputed, y, 1, 0, 0));
    assertEquals(RawDnn.BAD_PARAM, c.forward(precomputed, y, 1, 0, 1), "one byte too little");
    assertEquals(
        RawDnn.EXECUTION_FAILED,
        c.forward(precomputed, y.withByteOffset(4), 1, 0, 0),
        "a result that leaves its memory");
    assertEquals(
        RawDnn.NOT_SUPPORTED,
        c.forward(cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_DIRECT, y, 1, 0, 0));
    cudnnTensorDescriptor other = dnn.tensor(false, false, 2, 4, 7, 7);
    assertEquals(
        RawDnn.BAD_PARAM,
        JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
            dnn.handle, c.xLayout, c.wLayout, c.descriptor, other, 0, new long[1]));
    assertEquals(
        RawDnn.BAD_PARAM, JCudnn.cudnnSetTensor4dDescriptor(other, 0, 0, 0, 3, 4, 5), "size 0");
    assertEquals(RawDnn.BAD_PARAM, JCudnn.cudnnSetConvolutionGroupCount(c.descriptor, 0));
    assertEquals(
        RawDnn.BAD_PARAM,
        JCudnn.cudnnAddTensor(
            dnn.handle,
            Pointer.to(new float[1]),
            other,
            y,
            Pointer.to(new float[1]),
            c.yLayout,
            y));
  }
}
