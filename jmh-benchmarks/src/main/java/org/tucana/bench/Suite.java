package org.tucana.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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

  /** The speed, as a fraction of the peer's, that we want to reach. */
  OptionalDouble aim(W work);

  /** The same of the convolutions' geometric mean. */
  double convolutionAim();

  /** What the figures depend on, by name, in the order to show. */
  Map<String, Object> machine(boolean withPeers);

  @Override
  void close();
}
