package org.tucana.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.ConvolutionChain;
import org.tucana.bench.work.ReadableWork;
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
      float[] got = output(model(convolution, backend), convolution.input());
      assertClose(expected, got, in * kernel * kernel);
    }
  }

  private static byte[] model(Convolution convolution, Backend backend) {
    return OnnxModel.convolutions(
        convolution.input().shape(),
        List.of(new OnnxModel.Layer(convolution.weight(backend), convolution.geometry(), false)));
  }

  private static float[] output(byte[] model, HostTensor input) throws OrtException {
    try (OnnxRuntimePeer peer = OnnxRuntimePeer.load(model, input, THREADS)) {
      return peer.output();
    } catch (PeerUnavailableException e) {
      if (e.getCause() instanceof LinkageError) {
        abort("ONNX Runtime has no library for this machine");
      }
      throw new AssertionError(e);
    }
  }

  @Test
  void computesWhatOurChainDoes() throws OrtException {
    ConvolutionChain chain =
        new ConvolutionChain(
            List.of(new Convolution(1, 1, 6, 16, 9), new Convolution(1, 1, 16, 6, 9)), 2);
    try (Backend backend = Backends.open("reference", BackendOptions.defaults());
        ReadableWork own = chain.open(backend)) {
      float[] got = output(OnnxRuntimePeer.model(chain, backend), chain.input());
      assertClose(own.results().getFirst(), got, 4 * 16);
    }
  }

  @Test
  void aModelCutShortIsRefused() {
    Convolution convolution = new Convolution(3, 1, 2, 3, 5);
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      byte[] model = model(convolution, backend);
      byte[] half = Arrays.copyOf(model, model.length / 2);
      assertThrows(
          PeerUnavailableException.class,
          () -> OnnxRuntimePeer.load(half, convolution.input(), THREADS));
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
