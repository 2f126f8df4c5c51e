package org.tucana.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.tucana.bench.Comparison.Outcome;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerFailure;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.work.Work;

/**
 * Measures works one after the other. A side that fails costs its own figure and no other.
 *
 * @param suite what the works belong to
 * @param pace of the turns
 * @param withPeers whether others are measured beside us
 * @param longestSeconds after which no further work begins
 * @param nanoTime the clock for that
 */
record Measurement<W extends Work>(
    Suite<W> suite,
    Interleaving pace,
    boolean withPeers,
    double longestSeconds,
    LongSupplier nanoTime) {

  /** One row for each work that was begun. */
  List<Comparison> of(List<W> works) throws InterruptedException {
    long start = nanoTime.getAsLong();
    List<Comparison> rows = new ArrayList<>();
    for (W work : works) {
      if ((nanoTime.getAsLong() - start) * 1e-9 > longestSeconds) {
        break;
      }
      System.err.println("bench: " + work.name() + " ...");
      rows.add(compare(work));
    }
    return rows;
  }

  private Comparison compare(W work) throws InterruptedException {
    if (!withPeers || suite.peerName(work).isEmpty()) {
      return row(work, alone(work), Outcome.NOT_ASKED);
    }
    Contestant peer;
    try {
      peer = suite.peer(work);
    } catch (PeerUnavailableException e) {
      return row(work, alone(work), Outcome.absent(e.getMessage()));
    }
    try (peer) {
      return beside(work, peer);
    } catch (PeerFailure e) {
      return row(work, alone(work), Outcome.absent(e.getMessage()));
    }
  }

  private Comparison beside(W work, Contestant peer) throws InterruptedException {
    try (Contestant own = suite.own(work)) {
      double[] medians = pace.medians(List.of(own, peer));
      return row(work, Outcome.of(medians[0]), Outcome.of(medians[1]));
    } catch (PeerFailure e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      return row(work, failure(e), Outcome.NOT_ASKED);
    }
  }

  private Outcome alone(W work) throws InterruptedException {
    try (Contestant own = suite.own(work)) {
      return Outcome.of(pace.medians(List.of(own))[0]);
    } catch (RuntimeException | LinkageError e) {
      return failure(e);
    }
  }

  private static Outcome failure(Throwable e) {
    return Outcome.absent(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private Comparison row(W work, Outcome own, Outcome other) {
    return new Comparison(
        work.name(),
        suite.precision(work),
        work.gigaflop(),
        own,
        withPeers ? suite.peerName(work) : "",
        other,
        withPeers ? suite.aim(work) : OptionalDouble.empty());
  }
}
