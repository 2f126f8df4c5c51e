package org.tucana.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.ConvolutionChain;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.MatrixProduct;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.ResNetTraining;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;

/** The peers, all with the same number of threads. Python starts when it is first needed. */
public final class Peers implements AutoCloseable {
  /** numpy's longest works take half a minute a run, and turns repeat them. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Backend backend;
  private final int threads;
  private final TorchPeers torch;
  private Optional<PythonPeer> python = Optional.empty();

  /**
   * @param backend that draws the weights
   * @param threads of each peer
   */
  public Peers(Backend backend, int threads) {
    this.backend = backend;
    this.threads = threads;
    this.torch = TorchPeers.onProcessor(backend, threads);
  }

  /** Who is measured beside us. */
  public static String nameFor(Work work) {
    return switch (work) {
      case MatrixProduct _ -> "OpenBLAS (numpy)";
      case Convolution _, ConvolutionChain _, ResNetForward _ -> "ONNX Runtime";
      case MaskRcnnDetection _, MaskRcnnTraining _ -> "torchvision";
      case ResNetTraining _ -> "torch";
      case TensorDecomposition _ -> "numpy";
      default -> "";
    };
  }

  /**
   * A peer ready to do the work.
   *
   * @throws PeerUnavailableException where it is missing or fails to start
   */
  public Contestant open(Work work) throws PeerUnavailableException {
    try {
      return switch (work) {
        case MatrixProduct product -> python().open("product " + product.size());
        case Convolution convolution -> OnnxRuntimePeer.open(convolution, backend, threads);
        case ConvolutionChain chain -> OnnxRuntimePeer.open(chain, backend, threads);
        case ResNetForward forward -> exported(forward);
        case MaskRcnnDetection detection -> detector(detection);
        case ResNetTraining _ ->
            python().open("training " + ResNetTraining.BATCH + " " + ResNetTraining.SIDE);
        case MaskRcnnTraining training -> torch.open(training);
        case TensorDecomposition decomposition -> decomposition(decomposition);
        default -> throw new PeerUnavailableException("none is measured");
      };
    } catch (IOException e) {
      throw new PeerUnavailableException("input or output failed: " + e.getMessage(), e);
    }
  }

  private PythonPeer python() throws PeerUnavailableException {
    if (python.isEmpty()) {
      python = Optional.of(PythonPeer.start(threads, VectorWidth.ours(), PATIENCE));
    }
    return python.get();
  }

  /** The network as torchvision exports it: the same operators with other drawn weights. */
  private Contestant exported(ResNetForward forward) throws PeerUnavailableException, IOException {
    Path file = Files.createTempFile("tucana-bench", ".onnx");
    try {
      python()
          .export(
              "%s %d %d %s"
                  .formatted(forward.architecture(), forward.batch(), forward.side(), file));
      return OnnxRuntimePeer.open(file, forward.pictures(), threads);
    } finally {
      Files.delete(file);
    }
  }

  private Contestant detector(MaskRcnnDetection detection)
      throws PeerUnavailableException, IOException {
    PythonPeer started = python();
    Path file = Files.createTempFile("tucana-bench", ".safetensors");
    try {
      Map<String, HostTensor> tensors = detection.weights(backend);
      tensors.put("image", detection.image());
      Safetensors.write(file, new TensorFile(tensors, Map.of()));
      return started.open(
          "detector " + MaskRcnnDetection.LABELS + " " + file + " " + detection.settings());
    } finally {
      Files.delete(file);
    }
  }

  private Contestant decomposition(TensorDecomposition decomposition)
      throws PeerUnavailableException, IOException {
    String ranks = numbers(decomposition.ranks());
    List<Integer> all = IntStream.range(0, decomposition.shape().rank()).boxed().toList();
    String request =
        switch (decomposition.method()) {
          case "hooi" -> {
            List<Integer> modes = decomposition.modes();
            yield numbers(modes.isEmpty() ? all : modes)
                + " "
                + ranks
                + " "
                + decomposition.sweeps().orElseThrow();
          }
          case "cp" ->
              ranks
                  + " "
                  + decomposition.sweeps().orElseThrow()
                  + " "
                  + decomposition.start().orElseThrow();
          default -> throw new PeerUnavailableException("numpy has no " + decomposition.method());
        };
    Path file = Files.createTempFile("tucana-bench", ".npy");
    try {
      decomposition.write(file);
      return python().open(decomposition.method() + " " + file + " " + request);
    } finally {
      Files.delete(file);
    }
  }

  private static String numbers(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(Object::toString).toList());
  }

  @Override
  public void close() {
    try (torch) {
      if (python.isPresent()) {
        python.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The libraries' versions, or why one is missing. */
  public String versions() {
    return "ONNX Runtime " + OnnxRuntimePeer.version() + ", " + torch.versions();
  }
}
