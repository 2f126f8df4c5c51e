package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tucana.app.Version;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.TorchPeers;
import org.tucana.bench.work.BoxSuppression;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.DeviceWork;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.PinnedCopy;
import org.tucana.bench.work.ReadableWork;
import org.tucana.bench.work.RegionGradient;
import org.tucana.bench.work.RegionSampling;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.TuckerLayer;
import org.tucana.core.Backend;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.cuda.DeviceTimer;

/**
 * The backend {@code cuda} beside torch on the same device; layers stored as factors beside the
 * same convolutions one by one, decompositions beside our own backend {@code cpu}.
 */
final class CudaSuite implements Suite<DeviceWork> {
  private static final String NAME = "cuda";

  private final BackendOptions options;
  private final Backend backend;
  private final Backend cpu;
  private final DeviceTimer timer;
  private final TorchPeers torch;

  CudaSuite(BackendOptions options) {
    this.options = options;
    backend = Backends.open(NAME, options);
    cpu = Backends.open("cpu", options);
    timer = DeviceTimer.of(backend);
    torch = TorchPeers.onCuda(backend, options.effectiveThreads());
  }

  @Override
  public List<DeviceWork> works() {
    return DeviceWork.all();
  }

  /** Batches of convolutions are many; decompositions wait for the processor. */
  @Override
  public boolean takesLong(DeviceWork work) {
    return switch (work) {
      case Convolution convolution -> convolution.batch() > 1;
      case TuckerLayer layer -> layer.batch() > 1;
      case TensorDecomposition _, ResNetRewriting _ -> true;
      default -> false;
    };
  }

  @Override
  public Interleaving pace(boolean quick) {
    return quick ? Interleaving.quickOnDevice() : Interleaving.onDevice();
  }

  @Override
  public double longestSeconds(boolean quick) {
    return quick ? 45 : 210;
  }

  @Override
  public Contestant own(DeviceWork work) {
    return onDevice(work);
  }

  private Contestant onDevice(DeviceWork work) {
    ReadableWork opened = work.open(backend);
    return new DeviceContestant(opened, timer, work.endsOnHost());
  }

  @Override
  public String precision(DeviceWork work) {
    return work.precision().label();
  }

  @Override
  public String peerName(DeviceWork work) {
    return switch (work) {
      case TuckerLayer _ -> "our plan, a step a convolution";
      case TensorDecomposition _, ResNetRewriting _ -> "our backend cpu";
      default -> TorchPeers.nameFor(work);
    };
  }

  @Override
  public Contestant peer(DeviceWork work) throws PeerUnavailableException {
    return switch (work) {
      case TuckerLayer layer -> onDevice(layer.withoutChains());
      case TensorDecomposition _, ResNetRewriting _ -> onCpu(work);
      default -> torch.open(work);
    };
  }

  private Contestant onCpu(DeviceWork work) {
    ReadableWork opened = work.open(cpu);
    return Contestant.of(opened::run, opened::close);
  }

  @Override
  public Aim aim(DeviceWork work) {
    return switch (work) {
      case Convolution _, MaskRcnnTraining _ -> Aim.ofTime(1);
      case ResNetForward forward -> Aim.ofTime(forward.batch() == 1 ? 0.5 : 1);
      case MaskRcnnDetection _ -> Aim.ofTime(0.6);
      case PinnedCopy _ -> Aim.ofTime(1.25);
      case TuckerLayer _ -> Aim.ofTime(1 / 1.5);
      case RegionSampling _,
          RegionGradient _,
          BoxSuppression _,
          TensorDecomposition _,
          ResNetRewriting _ ->
          Aim.NONE;
    };
  }

  @Override
  public OptionalDouble convolutionAim() {
    return OptionalDouble.of(1);
  }

  /** Its makers state it. */
  @Override
  public Optional<MachinePeak> peak() {
    return Optional.empty();
  }

  @Override
  public Map<String, Object> machine(boolean withPeers) {
    BackendDiagnosis found = Backends.diagnoses().get(NAME);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("device", found.devices().get(options.device()).name());
    machine.putAll(found.versions());
    if (withPeers) {
      machine.put("peer", torch.versions());
    }
    machine.put("commit", Version.commit());
    return machine;
  }

  @Override
  public void close() {
    try (cpu;
        backend;
        timer) {
      torch.close();
    }
  }
}
