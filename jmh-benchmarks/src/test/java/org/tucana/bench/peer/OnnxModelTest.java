package org.tucana.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.bench.work.Convolution;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.HostTensor;

class OnnxModelTest {
  private static final int THREADS = 1;

  /** Both sides must do the same work before their times may be compared. */
  @ParameterizedTest
  @CsvSource({"7,2,3,16,31", "3,1,16,24,13", "3,2,5,7,12", "1,1,33,8,7"})
  void computesWhatOurConvolutionDoes(int kernel, int stride, int in, int out, int side)
      throws OrtException {
    Convolution convolution = new Convolution(kernel, stride, in, out, side);
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      HostTensor expected = convolution.result(backend);
      byte[] model =
          OnnxModel.convolution(
              convolution.input().shape(), convolution.weight(backend), convolution.geometry());
      float[] got;
      try (OnnxRuntimePeer peer = OnnxRuntimePeer.load(model, convolution.input(), THREADS)) {
        got = peer.output();
      } catch (PeerUnavailableException e) {
        if (e.getCause() instanceof LinkageError) {
          abort("ONNX Runtime has no library for this machine");
        }
        throw new AssertionError(e);
      }
      assertClose(expected, got, in * kernel * kernel);
    }
  }

  @Test
  void aModelCutShortIsRefused() {
    Convolution convolution = new Convolution(3, 1, 2, 3, 5);
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      byte[] model =
          OnnxModel.convolution(
              convolution.input().shape(), convolution.weight(backend), convolution.geometry());
      byte[] half = Arrays.copyOf(model, model.length / 2);
      assertThrows(
          PeerUnavailableException.class,
          () -> OnnxRuntimePeer.open(half, convolution.input(), THREADS));
    }
  }

  /** Sums of so many products differ by 4 eps sqrt(terms) of the largest value at most. */
  private static void assertClose(HostTensor expected, float[] got, int terms) {
    assertEquals(expected.shape().elements(), got.length);
    double largest = 0;
    for (float value : expected.toFloats()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0, "the expected result is all zero");
    double tolerance = 4 * Math.ulp(1f) * Math.sqrt(terms) * largest;
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected.get(i), got[i], tolerance, "element " + i);
    }
  }
}
