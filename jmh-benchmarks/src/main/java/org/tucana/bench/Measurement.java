package org.tucana.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
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
 * @param withMore whether memory and errors are measured as well, where the suite can
 * @param longestSeconds after which no further work begins
 * @param nanoTime the clock for that
 */
record Measurement<W extends Work>(
    Suite<W> suite,
    Interleaving pace,
    boolean withPeers,
    boolean withMore,
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
      rows.add(completed(work, compare(work)));
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
      List<Turns> turns = pace.turns(List.of(own, peer));
      return row(work, outcome(work, turns.get(0)), outcome(work, turns.get(1)));
    } catch (PeerFailure e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      return row(work, failure(e), Outcome.NOT_ASKED);
    }
  }

  private Outcome alone(W work) throws InterruptedException {
    try (Contestant own = suite.own(work)) {
      return outcome(work, pace.turns(List.of(own)).getFirst());
    } catch (RuntimeException | LinkageError e) {
      return failure(e);
    }
  }

  private static Outcome outcome(Work work, Turns turns) {
    return Outcome.of(turns.divided(work.parts().count()));
  }

  /** The row with memory and error, measured when all contestants are closed. */
  private Comparison completed(W work, Comparison row) throws InterruptedException {
    if (!withMore) {
      return row;
    }
    Outcome own = row.own();
    Outcome other = row.other();
    OptionalDouble error = OptionalDouble.empty();
    if (own.turns().isPresent()) {
      own = own.withPeak(suite.ownPeakBytes(work));
      error = suite.error(work);
    }
    if (other.turns().isPresent()) {
      other = other.withPeak(suite.peerPeakBytes(work));
    }
    return new Comparison(
        row.work(),
        row.parts(),
        row.precision(),
        row.effort(),
        own,
        row.peer(),
        other,
        row.aim(),
        error);
  }

  private static Outcome failure(Throwable e) {
    return Outcome.absent(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private Comparison row(W work, Outcome own, Outcome other) {
    return new Comparison(
        work.name(),
        work.parts(),
        suite.precision(work),
        work.effort(),
        own,
        withPeers ? suite.peerName(work) : "",
        other,
        withPeers ? suite.aim(work) : Aim.NONE,
        OptionalDouble.empty());
  }
}
