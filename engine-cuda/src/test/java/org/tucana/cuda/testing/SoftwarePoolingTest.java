package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tucana.cuda.testing.RawDevice.check;
import static org.tucana.cuda.testing.RawDevice.numbers;
import static org.tucana.cuda.testing.RawDevice.scalar;

import java.util.Arrays;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnPoolingMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pooling of the software device's cuDNN against plain loops. */
class SoftwarePoolingTest {
  private static final int N = 2;
  private static final int C = 3;
  private static final int H = 5;
  private static final int W = 4;
  private static final int COUNT = N * C * H * W;

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

  private cudnnTensorDescriptor layout(boolean doubles, boolean last) {
    return dnn.tensor(doubles, last, N, C, H, W);
  }

  private void near(boolean doubles, double[] want, CUdeviceptr got) {
    assertArrayEquals(want, device.download(doubles, got, want.length), tolerance(doubles));
  }

  /** What a window of a pooling is made of. */
  private interface Window {
    void cells(int y, int[] xs);
  }

  private static void eachWindow(boolean last, int size, int pad, int stride, Window window) {
    int rows = (H + 2 * pad - size) / stride + 1;
    int columns = (W + 2 * pad - size) / stride + 1;
    for (int i = 0; i < N * C * rows * columns; i++) {
      int n = i / (C * rows * columns);
      int c = i / (rows * columns) % C;
      int top = i / columns % rows * stride - pad;
      int left = i % columns * stride - pad;
      int y = last ? ((n * rows + i / columns % rows) * columns + i % columns) * C + c : i;
      window.cells(
          y,
          IntStream.range(0, size * size)
              .filter(k -> inside(top + k / size, H) && inside(left + k % size, W))
              .map(k -> at(last, n, c, top + k / size, left + k % size))
              .toArray());
    }
  }

  private static boolean inside(int i, int size) {
    return i >= 0 && i < size;
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 2, 0, 2",
    "true, true, 2, 0, 2",
    "false, true, 3, 1, 1",
    "true, false, 3, 1, 2"
  })
  void poolingIsThatOfPlainLoops(boolean doubles, boolean last, int size, int pad, int stride) {
    int rows = (H + 2 * pad - size) / stride + 1;
    int columns = (W + 2 * pad - size) / stride + 1;
    int results = N * C * rows * columns;
    double[] x = numbers(COUNT, "x");
    double[] dy = numbers(results, "dy");
    for (int mode = 0; mode <= cudnnPoolingMode.CUDNN_POOLING_MAX_DETERMINISTIC; mode++) {
      boolean withPadding = mode == cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_INCLUDE_PADDING;
      boolean average =
          withPadding || mode == cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING;
      double[] y = new double[results];
      double[] dx = new double[COUNT];
      eachWindow(
          last,
          size,
          pad,
          stride,
          (at, cells) -> {
            int best = cells[0];
            for (int cell : cells) {
              best = x[cell] > x[best] ? cell : best;
            }
            double divisor = withPadding ? size * size : cells.length;
            y[at] = average ? Arrays.stream(cells).mapToDouble(i -> x[i]).sum() / divisor : x[best];
            for (int cell : average ? cells : new int[] {best}) {
              dx[cell] += average ? dy[at] / divisor : dy[at];
            }
          });
      cudnnPoolingDescriptor pooling = dnn.pooling(mode, size, pad, stride);
      cudnnTensorDescriptor xLayout = layout(doubles, last);
      cudnnTensorDescriptor yLayout = dnn.tensor(doubles, last, N, C, rows, columns);
      CUdeviceptr px = device.upload(doubles, x);
      CUdeviceptr py = device.empty(8L * results);
      CUdeviceptr pdx = device.empty(8L * COUNT);
      Pointer one = scalar(doubles, 1);
      Pointer zero = scalar(doubles, 0);
      check(JCudnn.cudnnPoolingForward(dnn.handle, pooling, one, xLayout, px, zero, yLayout, py));
      near(doubles, y, py);
      check(
          JCudnn.cudnnPoolingBackward(
              dnn.handle,
              pooling,
              one,
              yLayout,
              py,
              yLayout,
              device.upload(doubles, dy),
              xLayout,
              px,
              zero,
              xLayout,
              pdx));
      near(doubles, dx, pdx);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientOfMaxPoolingIsDeterministicOnRequestOnly(boolean deterministic) {
    // The peak gets the gradients of nine windows.
    double[] x = new double[49];
    x[24] = 1;
    double[] dy = numbers(49, "dy");
    int mode =
        deterministic
            ? cudnnPoolingMode.CUDNN_POOLING_MAX_DETERMINISTIC
            : cudnnPoolingMode.CUDNN_POOLING_MAX;
    cudnnPoolingDescriptor pooling = dnn.pooling(mode, 3, 1, 1);
    cudnnTensorDescriptor layout = dnn.tensor(false, false, 1, 1, 7, 7);
    CUdeviceptr px = device.upload(false, x);
    CUdeviceptr pdy = device.upload(false, dy);
    CUdeviceptr pdx = device.empty(4L * 49);
    double[][] runs = new double[49][];
    for (int run = 0; run < runs.length; run++) {
      check(
          JCudnn.cudnnPoolingBackward(
              dnn.handle,
              pooling,
              scalar(false, 1),
              layout,
              px,
              layout,
              pdy,
              layout,
              px,
              scalar(false, 0),
              layout,
              pdx));
      runs[run] = device.download(false, pdx, 49);
    }
    long kinds = Arrays.stream(runs).map(Arrays::toString).distinct().count();
    assertEquals(deterministic, kinds == 1);
  }
}
