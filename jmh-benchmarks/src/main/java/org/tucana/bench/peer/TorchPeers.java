package org.tucana.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.bench.work.BoxSuppression;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.DeviceWork;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.PinnedCopy;
import org.tucana.bench.work.RegionGradient;
import org.tucana.bench.work.RegionSampling;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.TuckerLayer;
import org.tucana.core.Backend;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;

/**
 * torch and torchvision on a device, given our weights and inputs. A process that ended is followed
 * by another.
 */
public final class TorchPeers implements AutoCloseable {
  /** The first use of a GPU may take half a minute, all else a few seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Backend backend;
  private final String device;
  private final int threads;
  private Optional<PythonPeer> python = Optional.empty();

  /**
   * What torch is asked to do.
   *
   * @param work its name in {@code torch_works.py}
   * @param settings its arguments
   * @param tensors its inputs and weights, all float32
   */
  private record Request(
      String work, Map<String, Object> settings, Map<String, HostTensor> tensors) {}

  private TorchPeers(Backend backend, String device, int threads) {
    this.backend = backend;
    this.device = device;
    this.threads = threads;
  }

  /**
   * Peers on the first GPU.
   *
   * @param backend that draws the weights
   * @param threads of the host's side
   */
  public static TorchPeers onCuda(Backend backend, int threads) {
    return new TorchPeers(backend, "cuda", threads);
  }

  /** The same on the processor. */
  public static TorchPeers onProcessor(Backend backend, int threads) {
    return new TorchPeers(backend, "cpu", threads);
  }

  /** Who is measured beside us, and how it runs. */
  public static String nameFor(DeviceWork work) {
    return switch (work) {
      case Convolution _ -> "torch (cuDNN)";
      case ResNetForward forward ->
          isChannelsLast(forward) ? "torch, channels last" : "torch, eager";
      case MaskRcnnDetection _, MaskRcnnTraining _ -> "torchvision, eager";
      case RegionSampling _, RegionGradient _, BoxSuppression _ -> "torchvision.ops";
      case PinnedCopy _ -> "torch copy_, pinned";
      case TuckerLayer _, TensorDecomposition _, ResNetRewriting _ -> "";
    };
  }

  private static boolean isChannelsLast(ResNetForward forward) {
    return forward.batch() > 1;
  }

  /**
   * A peer ready to do the work.
   *
   * @throws PeerUnavailableException where it is missing or fails to start
   */
  public Contestant open(DeviceWork work) throws PeerUnavailableException {
    Request request = request(work);
    request.settings.put("tf32", work.precision().numerics().tf32());
    request.settings.put("ends_on_host", work.endsOnHost());
    return open(request);
  }

  /**
   * A peer ready to find objects in pictures, in float32, timed on the host's clock.
   *
   * @param settings of the work {@code picture_detector} in {@code torch_works.py}
   * @param tensors weights, and {@code images} [N,C,H,W]
   * @throws PeerUnavailableException where it is missing, fails to start or has no such network
   */
  public Contestant openDetector(Map<String, Object> settings, Map<String, HostTensor> tensors)
      throws PeerUnavailableException {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("tf32", false);
    all.put("ends_on_host", true);
    return open(new Request("picture_detector", all, tensors));
  }

  private Contestant open(Request request) throws PeerUnavailableException {
    request.settings.put("device", device);
    PythonPeer started = python();
    try {
      Path file = Files.createTempFile("tucana-bench", ".safetensors");
      try {
        Safetensors.write(file, new TensorFile(request.tensors, Map.of()));
        return started.open(
            "torch " + request.work + " " + file + " " + JSON.writeValueAsString(request.settings));
      } finally {
        Files.delete(file);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("benchmark: settings cannot be written", e);
    } catch (IOException e) {
      throw new PeerUnavailableException("input or output failed: " + e.getMessage(), e);
    }
  }

  private Request request(DeviceWork work) throws PeerUnavailableException {
    Map<String, Object> settings = new HashMap<>();
    return switch (work) {
      case Convolution convolution -> {
        settings.put("stride", convolution.stride());
        settings.put("padding", convolution.kernel() / 2);
        yield new Request(
            "convolution",
            settings,
            Map.of("x", convolution.input(), "weight", convolution.weight(backend)));
      }
      case ResNetForward forward -> {
        settings.put("architecture", forward.architecture());
        settings.put("channels_last", isChannelsLast(forward));
        yield new Request("classifier", settings, with(forward.weights(backend), forward));
      }
      case MaskRcnnDetection detection -> {
        settings.put("labels", MaskRcnnDetection.LABELS);
        settings.put("model", tree(detection.settings()));
        settings.put("detections", detection.detections());
        Map<String, HostTensor> tensors = detection.weights(backend);
        tensors.put("image", detection.image());
        yield new Request("detector", settings, tensors);
      }
      case MaskRcnnTraining training -> {
        settings.put("labels", MaskRcnnTraining.LABELS);
        settings.put("model", tree(training.settings()));
        settings.put(
            "classes",
            IntStream.range(0, MaskRcnnTraining.OBJECTS).map(MaskRcnnTraining::label).toArray());
        settings.put("rate", MaskRcnnTraining.RATE);
        settings.put("momentum", MaskRcnnTraining.MOMENTUM);
        Map<String, HostTensor> tensors = training.weights(backend);
        tensors.put("images", training.images());
        tensors.put("boxes", training.boxes());
        yield new Request("detector_training", settings, tensors);
      }
      case RegionSampling sampling -> regions(settings, sampling, "roi_align", Map.of());
      case RegionGradient gradient ->
          regions(
              settings,
              gradient.forward(),
              "roi_align_gradient",
              Map.of("gradient", gradient.gradient()));
      case BoxSuppression suppression -> {
        settings.put("threshold", BoxSuppression.THRESHOLD);
        yield new Request(
            "nms",
            settings,
            Map.of("boxes", suppression.candidates(), "scores", suppression.scores()));
      }
      case PinnedCopy copy -> {
        settings.put("to_device", copy.direction() == PinnedCopy.Direction.TO_DEVICE);
        yield new Request("pinned_copy", settings, Map.of("values", copy.values()));
      }
      case TuckerLayer _, TensorDecomposition _, ResNetRewriting _ ->
          throw new PeerUnavailableException("torch has no " + work.name());
    };
  }

  private static Map<String, HostTensor> with(
      Map<String, HostTensor> weights, ResNetForward forward) {
    weights.put("x", forward.pictures());
    return weights;
  }

  private static Request regions(
      Map<String, Object> settings,
      RegionSampling sampling,
      String work,
      Map<String, HostTensor> more) {
    settings.put("side", RegionSampling.SIDE);
    settings.put("sampling_ratio", RegionSampling.SAMPLING_RATIO);
    settings.put("scale", 1.0 / RegionSampling.CELL);
    Map<String, HostTensor> tensors = new HashMap<>(more);
    tensors.put("map", sampling.map());
    tensors.put("boxes", sampling.regions());
    tensors.put("pictures", HostTensor.of(sampling.owners().shape(), sampling.owners().toFloats()));
    return new Request(work, settings, tensors);
  }

  private static Object tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("benchmark: settings are no JSON: " + json, e);
    }
  }

  /** The outcome of one run of the work that was opened last. */
  HostTensor result() throws PeerUnavailableException {
    try {
      Path file = Files.createTempFile("tucana-bench", ".npy");
      try {
        python().writeResult(file);
        return Npy.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new PeerUnavailableException("input or output failed: " + e.getMessage(), e);
    }
  }

  /** Versions of torch and what it runs on, or why there is none. */
  public String versions() {
    try {
      return python().versions();
    } catch (PeerUnavailableException e) {
      return "not available: " + e.getMessage();
    }
  }

  private PythonPeer python() throws PeerUnavailableException {
    if (python.isPresent() && !python.get().isAlive()) {
      close();
    }
    if (python.isEmpty()) {
      python = Optional.of(PythonPeer.start(threads, VectorWidth.ours(), PATIENCE));
    }
    return python.get();
  }

  @Override
  public void close() {
    try {
      if (python.isPresent()) {
        python.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      python = Optional.empty();
    }
  }
}
