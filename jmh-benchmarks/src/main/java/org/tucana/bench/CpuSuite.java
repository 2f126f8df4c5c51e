package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.tucana.app.Version;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peak.PeakMeasurement;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.Peers;
import org.tucana.bench.peer.VectorWidth;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.ConvolutionChain;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.MatrixProduct;
import org.tucana.bench.work.OpenWork;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.ResNetTraining;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** The backend {@code cpu} beside other engines on the same processor. */
final class CpuSuite implements Suite<Work> {
  /** Of a small picture for Mask R-CNN. */
  private static final int SMALL_ROWS = 256;

  private static final double NARROW_ALLOWANCE = 1.25;

  private final VectorWidth width = VectorWidth.ours();
  private final Backend backend;
  private final int threads;
  private final Peers peers;

  CpuSuite(BackendOptions options) {
    backend = Backends.open("cpu", options);
    threads = options.effectiveThreads();
    peers = new Peers(backend, threads);
  }

  @Override
  public List<Work> works() {
    return Work.all();
  }

  /** A first look does with layers as they are in networks, and with pictures that are small. */
  @Override
  public boolean takesLong(Work work) {
    return switch (work) {
      case ResNetRewriting _, MaskRcnnTraining _ -> true;
      case Convolution convolution -> convolution.stride() == 1;
      case ResNetForward forward -> forward.batch() > 1;
      case MaskRcnnDetection detection -> detection.rows() > SMALL_ROWS;
      default -> false;
    };
  }

  @Override
  public Interleaving pace(boolean quick) {
    return quick ? Interleaving.quick() : Interleaving.thorough();
  }

  @Override
  public double longestSeconds(boolean quick) {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public Contestant own(Work work) {
    OpenWork opened = work.open(backend);
    return Contestant.of(opened::run, opened::close);
  }

  /** All works are in float32. */
  @Override
  public String precision(Work work) {
    return "";
  }

  @Override
  public String peerName(Work work) {
    return Peers.nameFor(work);
  }

  @Override
  public Contestant peer(Work work) throws PeerUnavailableException {
    return peers.open(work);
  }

  /** Narrow vectors do half as much at a time; peers that are held to them do as well. */
  @Override
  public Aim aim(Work work) {
    return width.isNarrow() ? wideAim(work).allowing(NARROW_ALLOWANCE) : wideAim(work);
  }

  private static Aim wideAim(Work work) {
    return switch (work) {
      case MatrixProduct product when product.size() == 1024 -> Aim.ofTime(1);
      case ConvolutionChain chain -> Aim.ofTime(ofLayer(chain));
      case ResNetForward forward when forward.batch() > 1 -> Aim.ofTime(1);
      case ResNetForward forward ->
          Aim.ofTime(forward.architecture().equals("resnet18") ? 0.85 : 0.95);
      case MaskRcnnDetection detection when detection.rows() > SMALL_ROWS ->
          Aim.ofTime(0.45).andMemory(1);
      case MaskRcnnDetection _ -> Aim.ofTime(0.45);
      case ResNetTraining _, MaskRcnnTraining _ -> Aim.ofTime(1);
      case TensorDecomposition cube when cube.method().equals("cp") -> Aim.ofTime(1.0 / 3);
      case TensorDecomposition tensor when tensor.method().equals("hooi") ->
          Aim.ofTime(tensor.modes().isEmpty() ? 1.0 / 20 : 1.0 / 15);
      default -> Aim.NONE;
    };
  }

  /** Large maps gain from Winograd's transforms, small ones wait for weights. */
  private static double ofLayer(ConvolutionChain chain) {
    if (chain.kernel() == 1) {
      return 1;
    }
    return switch (chain.side()) {
      case 56, 28 -> 0.45;
      case 14 -> 0.85;
      default -> 1;
    };
  }

  /** Layers have aims of their own. */
  @Override
  public OptionalDouble convolutionAim() {
    return OptionalDouble.empty();
  }

  @Override
  public Optional<MachinePeak> peak() throws InterruptedException {
    return Optional.of(PeakMeasurement.of(threads));
  }

  private static boolean memoryMatters(Work work) {
    return switch (work) {
      case ResNetForward _, MaskRcnnDetection _, ResNetTraining _, MaskRcnnTraining _ -> true;
      default -> false;
    };
  }

  @Override
  public OptionalLong ownPeakBytes(Work work) throws InterruptedException {
    return peakBytes(MemoryProbe.Side.OWN, work);
  }

  @Override
  public OptionalLong peerPeakBytes(Work work) throws InterruptedException {
    return peakBytes(MemoryProbe.Side.PEER, work);
  }

  private OptionalLong peakBytes(MemoryProbe.Side side, Work work) throws InterruptedException {
    return memoryMatters(work) ? MemoryProbe.measure(side, threads, work) : OptionalLong.empty();
  }

  @Override
  public OptionalDouble error(Work work) {
    return work instanceof Convolution convolution
        ? OptionalDouble.of(convolution.error(backend))
        : OptionalDouble.empty();
  }

  @Override
  public Map<String, Object> machine(boolean withPeers) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("threads", threads);
    machine.put("vector_bits", width.bits());
    if (withPeers) {
      machine.put("peers", peers.versions());
      machine.put("peers_vectors", width.ofPeers());
    }
    machine.put("commit", Version.commit());
    return machine;
  }

  @Override
  public void close() {
    try (backend) {
      peers.close();
    }
  }
}
