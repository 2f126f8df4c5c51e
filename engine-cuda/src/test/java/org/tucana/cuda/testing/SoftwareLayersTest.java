package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tucana.cuda.testing.RawDevice.check;
import static org.tucana.cuda.testing.RawDevice.numbers;
import static org.tucana.cuda.testing.RawDevice.scalar;

import java.util.Arrays;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBatchNormMode;
import jcuda.jcudnn.cudnnSoftmaxAlgorithm;
import jcuda.jcudnn.cudnnSoftmaxMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch norm, softmax and addition of the software device's cuDNN against plain loops. */
class SoftwareLayersTest {
  private static final int N = 2;
  private static final int C = 3;
  private static final int H = 5;
  private static final int W = 4;
  private static final int COUNT = N * C * H * W;
  private static final int SPATIAL = cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;
  private static final double EPSILON = 1e-3;

  private RawDnn dnn;
  private RawDevice device;

  @BeforeEach
  void device() {
    SoftwareDevice.assumePlaced();
    dnn = new RawDnn();
    device = dnn.device;
  }

  @AfterEach
  void close() {
    if (dnn != null) {
      dnn.close();
    }
  }

  private static double tolerance(boolean doubles) {
    return doubles ? 1e-13 : 1e-5;
  }

  private static int at(boolean last, int n, int c, int h, int w) {
    return last ? ((n * H + h) * W + w) * C + c : ((n * C + c) * H + h) * W + w;
  }

  /** The places of a channel's values. */
  private static int[] places(boolean last, int c) {
    return IntStream.range(0, N * H * W)
        .map(i -> at(last, i / (H * W), c, i / W % H, i % W))
        .toArray();
  }

  private cudnnTensorDescriptor layout(boolean doubles, boolean last) {
    return dnn.tensor(doubles, last, N, C, H, W);
  }

  private void near(boolean doubles, double[] want, CUdeviceptr got) {
    assertArrayEquals(want, device.download(doubles, got, want.length), tolerance(doubles));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void batchNormIsThatOfItsFormula(boolean doubles, boolean last) {
    double[] x = numbers(COUNT, "x");
    double[] dy = numbers(COUNT, "dy");
    double[] scale = numbers(C, "scale");
    double[] shift = numbers(C, "shift");
    double[] running = numbers(C, "running");
    double[] y = new double[COUNT];
    double[] dx = new double[COUNT];
    double[] dScale = new double[C];
    double[] dShift = new double[C];
    double[] means = new double[C];
    double[] inverses = new double[C];
    double[] runningMeans = new double[C];
    double[] runningVariances = new double[C];
    for (int c = 0; c < C; c++) {
      int[] places = places(last, c);
      int m = places.length;
      double mean = Arrays.stream(places).mapToDouble(i -> x[i]).sum() / m;
      double squares = Arrays.stream(places).mapToDouble(i -> (x[i] - mean) * (x[i] - mean)).sum();
      double inverse = 1 / Math.sqrt(squares / m + EPSILON);
      means[c] = mean;
      inverses[c] = inverse;
      runningMeans[c] = 0.9 * running[c] + 0.1 * mean;
      runningVariances[c] = 0.9 * running[c] + 0.1 * squares / (m - 1);
      dShift[c] = Arrays.stream(places).mapToDouble(i -> dy[i]).sum();
      dScale[c] = Arrays.stream(places).mapToDouble(i -> dy[i] * (x[i] - mean) * inverse).sum();
      for (int i : places) {
        double z = (x[i] - mean) * inverse;
        y[i] = scale[c] * z + shift[c];
        dx[i] = scale[c] * inverse * (dy[i] - dShift[c] / m - z * dScale[c] / m);
      }
    }
    cudnnTensorDescriptor layout = layout(doubles, last);
    cudnnTensorDescriptor channels = dnn.channels(doubles, C);
    Pointer one = scalar(doubles, 1);
    Pointer zero = scalar(doubles, 0);
    CUdeviceptr px = device.upload(doubles, x);
    CUdeviceptr pScale = device.upload(doubles, scale);
    CUdeviceptr pShift = device.upload(doubles, shift);
    CUdeviceptr pMean = device.upload(doubles, running);
    CUdeviceptr pVariance = device.upload(doubles, running);
    CUdeviceptr saved = device.empty(8L * C);
    CUdeviceptr savedInverse = device.empty(8L * C);
    CUdeviceptr result = device.empty(8L * COUNT);
    check(
        JCudnn.cudnnBatchNormalizationForwardTraining(
            dnn.handle,
            SPATIAL,
            one,
            zero,
            layout,
            px,
            layout,
            result,
            channels,
            pScale,
            pShift,
            0.1,
            pMean,
            pVariance,
            EPSILON,
            saved,
            savedInverse));
    near(doubles, y, result);
    near(doubles, means, saved);
    near(doubles, inverses, savedInverse);
    near(doubles, runningMeans, pMean);
    near(doubles, runningVariances, pVariance);

    CUdeviceptr pdy = device.upload(doubles, dy);
    CUdeviceptr pdScale = device.empty(8L * C);
    CUdeviceptr pdShift = device.empty(8L * C);
    for (boolean recompute : new boolean[] {false, true}) {
      check(
          JCudnn.cudnnBatchNormalizationBackward(
              dnn.handle,
              SPATIAL,
              one,
              zero,
              one,
              zero,
              layout,
              px,
              layout,
              pdy,
              layout,
              result,
              channels,
              pScale,
              pdScale,
              pdShift,
              EPSILON,
              recompute ? new Pointer() : saved,
              recompute ? new Pointer() : savedInverse));
      near(doubles, dx, result);
      near(doubles, dScale, pdScale);
      near(doubles, dShift, pdShift);
    }

    double[] variances = Arrays.stream(inverses).map(i -> 1 / (i * i) - EPSILON).toArray();
    check(
        JCudnn.cudnnBatchNormalizationForwardInference(
            dnn.handle,
            SPATIAL,
            one,
            zero,
            layout,
            px,
            layout,
            result,
            channels,
            pScale,
            pShift,
            device.upload(doubles, means),
            device.upload(doubles, variances),
            EPSILON));
    near(doubles, y, result);
    assertEquals(
        RawDnn.BAD_PARAM,
        JCudnn.cudnnBatchNormalizationForwardInference(
            dnn.handle,
            SPATIAL,
            one,
            zero,
            layout,
            px,
            layout,
            result,
            channels,
            pScale,
            pShift,
            pMean,
            pVariance,
            -1e-9));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void softmaxIsThatOfItsFormula(boolean doubles, boolean last) {
    double[] x = Arrays.stream(numbers(COUNT, "x")).map(v -> 90 * v).toArray();
    double[] dy = numbers(COUNT, "dy");
    for (boolean logarithm : new boolean[] {false, true}) {
      double[] y = new double[COUNT];
      double[] dx = new double[COUNT];
      for (int p = 0; p < N * H * W; p++) {
        int pixel = p;
        int[] row =
            IntStream.range(0, C)
                .map(c -> at(last, pixel / (H * W), c, pixel / W % H, pixel % W))
                .toArray();
        double max = Arrays.stream(row).mapToDouble(i -> x[i]).max().orElseThrow();
        double sum = Arrays.stream(row).mapToDouble(i -> Math.exp(x[i] - max)).sum();
        for (int i : row) {
          y[i] = logarithm ? x[i] - max - Math.log(sum) : Math.exp(x[i] - max) / sum;
        }
        double share = Arrays.stream(row).mapToDouble(i -> logarithm ? dy[i] : dy[i] * y[i]).sum();
        for (int i : row) {
          dx[i] = logarithm ? dy[i] - Math.exp(y[i]) * share : y[i] * (dy[i] - share);
        }
      }
      int algorithm =
          logarithm
              ? cudnnSoftmaxAlgorithm.CUDNN_SOFTMAX_LOG
              : cudnnSoftmaxAlgorithm.CUDNN_SOFTMAX_ACCURATE;
      int mode = cudnnSoftmaxMode.CUDNN_SOFTMAX_MODE_CHANNEL;
      cudnnTensorDescriptor layout = layout(doubles, last);
      CUdeviceptr result = device.empty(8L * COUNT);
      Pointer one = scalar(doubles, 1);
      Pointer zero = scalar(doubles, 0);
      check(
          JCudnn.cudnnSoftmaxForward(
              dnn.handle,
              algorithm,
              mode,
              one,
              layout,
              device.upload(doubles, x),
              zero,
              layout,
              result));
      double[] got = device.download(doubles, result, COUNT);
      assertArrayEquals(y, got, 20 * tolerance(doubles));
      check(
          JCudnn.cudnnSoftmaxBackward(
              dnn.handle,
              algorithm,
              mode,
              one,
              layout,
              device.upload(doubles, y),
              layout,
              device.upload(doubles, dy),
              zero,
              layout,
              result));
      near(doubles, dx, result);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, true"})
  void anAddedTensorRepeatsAlongAxesOfLengthOne(boolean doubles, boolean last) {
    double[] bias = numbers(C, "bias");
    double[] c = numbers(COUNT, "c");
    double[] want = new double[COUNT];
    for (int k = 0; k < C; k++) {
      for (int i : places(last, k)) {
        want[i] = 2 * bias[k] - c[i];
      }
    }
    CUdeviceptr result = device.upload(doubles, c);
    check(
        JCudnn.cudnnAddTensor(
            dnn.handle,
            scalar(doubles, 2),
            dnn.channels(doubles, C),
            device.upload(doubles, bias),
            scalar(doubles, -1),
            layout(doubles, last),
            result));
    near(doubles, want, result);
    assertFalse(Arrays.equals(c, want));
  }
}
