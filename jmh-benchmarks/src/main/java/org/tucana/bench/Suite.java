package org.tucana.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.work.Work;

/**
 * What a backend is measured by, and beside whom.
 *
 * @param <W> its works
 */
interface Suite<W extends Work> extends AutoCloseable {
  /** The works, in the order of the report. */
  List<W> works();

  /** Whether a first look does without it. */
  boolean takesLong(W work);

  Interleaving pace(boolean quick);

  /** Seconds after which no further work begins. */
  double longestSeconds(boolean quick);

  /** Our side, ready to run. */
  Contestant own(W work);

  /** How products are formed on both sides; empty where a report says it of all works at once. */
  String precision(W work);

  /** Who is measured beside us; empty where nobody is. */
  String peerName(W work);

  /** The other side, ready to run. */
  Contestant peer(W work) throws PeerUnavailableException;

  /** What we want to reach beside the peer. */
  Aim aim(W work);

  /** The share of the peers' time that the convolutions' geometric mean is to reach, if any. */
  OptionalDouble convolutionAim();

  /** What the machine can do at most, where that is measured. */
  Optional<MachinePeak> peak() throws InterruptedException;

  /** The memory of our side in a process of its own, where it is measured. */
  default OptionalLong ownPeakBytes(W work) throws InterruptedException {
    return OptionalLong.empty();
  }

  /** The same of the peer's. */
  default OptionalLong peerPeakBytes(W work) throws InterruptedException {
    return OptionalLong.empty();
  }

  /** Distance of our results from exact ones as a share of the largest, where it is measured. */
  default OptionalDouble error(W work) {
    return OptionalDouble.empty();
  }

  /** What the figures depend on, by name, in the order to show. */
  Map<String, Object> machine(boolean withPeers);

  @Override
  void close();
}
