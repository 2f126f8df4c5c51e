package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.testing.LibraryDevice;

/** What cuDNN does of reductions and pooling, and what it leaves to kernels of our own. */
class DnnPiecesTest {
  private final ReferenceBackend reference = new ReferenceBackend();
  private final Kernels kernels = reference.kernels();
  private LibraryDevice device;
  private DnnSoftmax softmax;
  private DnnPooling pooling;

  @BeforeEach
  void open() {
    device = new LibraryDevice();
    softmax = new DnnSoftmax(device.device());
    pooling = new DnnPooling(device.device());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private Operand here(HostTensor values) {
    Operand o = Operand.rowMajor(values.type(), reference.memory().allocate(values.type(), "t"));
    reference.memory().upload(values, o);
    return o;
  }

  private Operand there(int... dims) {
    return device.scratch(TensorType.float32(dims));
  }

  private void check(Operand expected, Operand actual) {
    Tolerance.of(4, 16)
        .check("of cuDNN", reference.memory().download(expected), device.memory().download(actual));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void softmaxAlongAnyAxis(int axis) {
    HostTensor x = TestTensors.uniform(DType.FLOAT32, -5, 5, 1, 3, 5, 7);
    HostTensor dy = TestTensors.uniform(2, 3, 5, 7);
    Operand y = here(x);
    Operand dx = here(x);
    Operand yThere = there(3, 5, 7);
    Operand dxThere = there(3, 5, 7);

    kernels.reduction().softmax(axis, here(x), y);
    assertTrue(softmax.softmax(false, axis, device.upload(x), yThere));
    check(y, yThere);
    kernels.reduction().softmaxGradient(axis, y, here(dy), dx);
    assertTrue(softmax.gradient(false, axis, yThere, device.upload(dy), dxThere));
    check(dx, dxThere);

    kernels.reduction().logSoftmax(axis, here(x), y);
    assertTrue(softmax.softmax(true, axis, device.upload(x), yThere));
    check(y, yThere);
    kernels.reduction().logSoftmaxGradient(axis, y, here(dy), dx);
    assertTrue(softmax.gradient(true, axis, yThere, device.upload(dy), dxThere));
    check(dx, dxThere);
  }

  @Test
  void windowsSideBySideAreAveraged() {
    HostTensor x = TestTensors.uniform(3, 2, 3, 8, 15);
    HostTensor dy = TestTensors.uniform(4, 2, 3, 4, 3);
    Operand y = here(dy);
    Operand dx = here(x);
    Operand yThere = there(2, 3, 4, 3);
    Operand dxThere = there(2, 3, 8, 15);
    kernels.pooling().adaptiveAverage(here(x), y);
    assertTrue(pooling.average(device.upload(x), yThere));
    check(y, yThere);
    kernels.pooling().adaptiveAverageGradient(here(dy), dx);
    assertTrue(pooling.averageGradient(device.upload(dy), dxThere));
    check(dx, dxThere);
  }

  /** Long sums, doubles, gaps, windows of unlike sizes and nothing at all. */
  @Test
  void theRestIsLeftToKernelsOfOurOwn() {
    assertFalse(softmax.softmax(false, 1, there(2, 1025), there(2, 1025)));
    assertTrue(softmax.softmax(false, 1, there(2, 1024), there(2, 1024)));
    assertFalse(softmax.softmax(false, 0, there(2, 0), there(2, 0)));
    assertFalse(softmax.softmax(false, 0, there(3, 2).permute(1, 0), there(2, 3)));
    TensorType doubles = there(2, 3).type().withDtype(DType.FLOAT64);
    assertFalse(softmax.softmax(false, 0, device.scratch(doubles), device.scratch(doubles)));
    assertFalse(softmax.softmax(false, 0, there(2, 3), device.scratch(doubles)));
    assertFalse(pooling.average(there(1, 1, 7, 7), there(1, 1, 3, 7)));
    assertFalse(pooling.average(there(1, 1, 25, 41), there(1, 1, 1, 1)));
    assertFalse(pooling.average(there(0, 1, 2, 2), there(0, 1, 1, 1)));
  }
}
