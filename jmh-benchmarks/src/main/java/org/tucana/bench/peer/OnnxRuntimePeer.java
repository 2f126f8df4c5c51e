package org.tucana.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.ConvolutionChain;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;

/** A model of one input and one output in ONNX Runtime, on its cpu provider. */
final class OnnxRuntimePeer implements AutoCloseable {
  private final OrtSession session;
  private final OnnxTensor input;

  /** How a session comes by its model. */
  @FunctionalInterface
  private interface Loading {
    OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  private OnnxRuntimePeer(Loading loading, HostTensor values, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = loading.load(environment, options);
    }
    FloatBuffer direct =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.shape().elements(), Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    direct.put(values.toFloats()).rewind();
    long[] dims = Arrays.stream(values.shape().dims()).asLongStream().toArray();
    input = OnnxTensor.createTensor(environment, direct, dims);
  }

  /** A convolution with the weights of our layer. */
  static Contestant open(Convolution convolution, Backend backend, int threads)
      throws PeerUnavailableException {
    HostTensor x = convolution.input();
    byte[] model =
        OnnxModel.convolutions(
            x.shape(),
            List.of(
                new OnnxModel.Layer(convolution.weight(backend), convolution.geometry(), false)));
    return contestant(load(model, x, threads));
  }

  /** The layers of our chain. */
  static Contestant open(ConvolutionChain chain, Backend backend, int threads)
      throws PeerUnavailableException {
    return contestant(load(model(chain, backend), chain.input(), threads));
  }

  /** The model of a chain with our weights. */
  static byte[] model(ConvolutionChain chain, Backend backend) {
    List<Convolution> convolutions = chain.convolutions();
    List<HostTensor> weights = chain.weights(backend);
    List<OnnxModel.Layer> layers =
        IntStream.range(0, weights.size())
            .mapToObj(
                i -> new OnnxModel.Layer(weights.get(i), convolutions.get(i).geometry(), true))
            .toList();
    return OnnxModel.convolutions(chain.input().shape(), layers);
  }

  /** Any model of one input in a file. */
  static Contestant open(Path model, HostTensor input, int threads)
      throws PeerUnavailableException {
    return contestant(
        load(
            (environment, options) -> environment.createSession(model.toString(), options),
            input,
            threads));
  }

  private static Contestant contestant(OnnxRuntimePeer peer) {
    return Contestant.of(peer::run, peer::close);
  }

  static OnnxRuntimePeer load(byte[] model, HostTensor input, int threads)
      throws PeerUnavailableException {
    return load(
        (environment, options) -> environment.createSession(model, options), input, threads);
  }

  private static OnnxRuntimePeer load(Loading loading, HostTensor input, int threads)
      throws PeerUnavailableException {
    try {
      return new OnnxRuntimePeer(loading, input, threads);
    } catch (OrtException e) {
      throw new PeerUnavailableException("ONNX Runtime refuses: " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new PeerUnavailableException("ONNX Runtime has no library for this machine", e);
    }
  }

  void run() {
    try (OrtSession.Result _ = session.run(inputs())) {
      // The result is in ONNX Runtime's memory; as on our side nothing copies it.
    } catch (OrtException e) {
      throw new IllegalStateException("benchmark: ONNX Runtime failed", e);
    }
  }

  /** The output of one run, row-major. */
  float[] output() throws OrtException {
    try (OrtSession.Result result = session.run(inputs())) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] output = new float[values.remaining()];
      values.get(output);
      return output;
    }
  }

  /** The library's version, or why there is none. */
  static String version() {
    try {
      return OrtEnvironment.getEnvironment().getVersion();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return "not available";
    }
  }

  private Map<String, OnnxTensor> inputs() {
    return Map.of(session.getInputNames().iterator().next(), input);
  }

  @Override
  public void close() {
    input.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("benchmark: ONNX Runtime failed to close", e);
    }
  }
}
