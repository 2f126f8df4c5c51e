package org.tucana.bench;

import java.util.Arrays;
import java.util.List;
import org.tucana.bench.peer.Contestant;

/**
 * Times contestants in turns, A B A B, so that a machine that slows down slows all of them.
 *
 * @param turns timed turns of each contestant; a result is their median
 * @param turnMillis a turn repeats short works until about this long
 * @param warmUpMillis each contestant runs at least this long before timing
 * @param longestWarmUpMillis and at most about this long
 * @param longMillis works that take longer are not warmed up further
 * @param longTurns and have this many turns
 */
public record Interleaving(
    int turns,
    double turnMillis,
    double warmUpMillis,
    double longestWarmUpMillis,
    double longMillis,
    int longTurns) {
  /** What counts: medians of eleven turns. */
  static Interleaving thorough() {
    return new Interleaving(11, 60, 3_000, 20_000, 4_000, 3);
  }

  /** For a first look. */
  static Interleaving quick() {
    return new Interleaving(3, 20, 500, 1_500, 700, 1);
  }

  /** For a GPU, where many works are short: all of them within a few minutes. */
  static Interleaving onDevice() {
    return new Interleaving(9, 20, 200, 4_000, 1_500, 3);
  }

  /** For a first look at a GPU. */
  static Interleaving quickOnDevice() {
    return new Interleaving(3, 10, 50, 800, 300, 1);
  }

  /** Worker threads spin before they sleep, OpenBLAS's and ONNX Runtime's longest. */
  private static final long PAUSE_MILLIS = 150;

  /** A contestant is warm when its last turns did not beat the best by more than this factor. */
  private static final double STABLE = 0.97;

  private static final int STABLE_TURNS = 3;

  /** The turns of each contestant, in their order. */
  public List<Turns> turns(List<Contestant> contestants) throws InterruptedException {
    double[] best = contestants.stream().mapToDouble(this::warmUp).toArray();
    int[] runs = Arrays.stream(best).mapToInt(this::runsPerTurn).toArray();
    double slowest = Arrays.stream(best).max().orElse(0);
    int rounds = slowest > longMillis ? longTurns : turns;
    double[][] times = new double[runs.length][rounds];
    for (int turn = 0; turn < rounds; turn++) {
      for (int c = 0; c < runs.length; c++) {
        Thread.sleep(PAUSE_MILLIS);
        times[c][turn] = contestants.get(c).meanMillis(runs[c]);
      }
    }
    return Arrays.stream(times).map(Turns::of).toList();
  }

  private int runsPerTurn(double millis) {
    return (int) Math.max(1, Math.round(turnMillis / millis));
  }

  /** Runs until the times no longer fall; the best milliseconds a run. */
  private double warmUp(Contestant contestant) {
    long start = System.nanoTime();
    double best = contestant.meanMillis(1);
    int stable = 0;
    double spent = 0;
    while (best < longMillis
        && spent < longestWarmUpMillis
        && (spent < warmUpMillis || stable < STABLE_TURNS)) {
      double millis = contestant.meanMillis(runsPerTurn(best));
      stable = millis < best * STABLE ? 0 : stable + 1;
      best = Math.min(best, millis);
      spent = (System.nanoTime() - start) * 1e-6;
    }
    return best;
  }
}
