package org.tucana.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.Peers;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MatrixProduct;
import org.tucana.bench.work.OpenWork;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.ResNetTraining;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** The backend {@code cpu} beside other engines on the same processor. */
final class CpuSuite implements Suite<Work> {
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

  @Override
  public boolean takesLong(Work work) {
    return work instanceof ResNetRewriting;
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

  @Override
  public OptionalDouble aim(Work work) {
    return switch (work) {
      case MatrixProduct product when product.size() == 1024 -> OptionalDouble.of(0.85);
      case MaskRcnnDetection _ -> OptionalDouble.of(1 / 1.5);
      case ResNetTraining _ -> OptionalDouble.of(1 / 2.5);
      case TensorDecomposition cube when cube.method().equals("cp") -> OptionalDouble.of(3);
      case TensorDecomposition tensor when tensor.method().equals("hooi") ->
          OptionalDouble.of(tensor.modes().isEmpty() ? 20 : 15);
      default -> OptionalDouble.empty();
    };
  }

  @Override
  public double convolutionAim() {
    return 0.6;
  }

  @Override
  public Map<String, Object> machine(boolean withPeers) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("threads", threads);
    return machine;
  }

  @Override
  public void close() {
    try (backend) {
      peers.close();
    }
  }
}
