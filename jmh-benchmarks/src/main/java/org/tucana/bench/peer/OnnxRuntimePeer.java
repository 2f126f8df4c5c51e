package org.tucana.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.tucana.bench.work.Convolution;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;

/** A model of one input and one output in ONNX Runtime, on its cpu provider. */
final class OnnxRuntimePeer implements AutoCloseable {
  private final OrtSession session;
  private final OnnxTensor input;

  private OnnxRuntimePeer(byte[] model, HostTensor values, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(model, options);
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
        OnnxModel.convolution(x.shape(), convolution.weight(backend), convolution.geometry());
    return open(model, x, threads);
  }

  /** Any model of one input. */
  static Contestant open(byte[] model, HostTensor input, int threads)
      throws PeerUnavailableException {
    OnnxRuntimePeer peer = load(model, input, threads);
    return Contestant.of(peer::run, peer::close);
  }

  static OnnxRuntimePeer load(byte[] model, HostTensor input, int threads)
      throws PeerUnavailableException {
    try {
      return new OnnxRuntimePeer(model, input, threads);
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
