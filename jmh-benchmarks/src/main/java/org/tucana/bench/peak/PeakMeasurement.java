package org.tucana.bench.peak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures a {@link MachinePeak} in three seconds: the best of a few rounds, the first of which
 * warm up.
 */
public final class PeakMeasurement {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Enough independent sums to hide the latency of two units. */
  private static final int SUMS = 12;

  private static final int STEPS = 10_000;
  private static final int ROUNDS = 25;
  private static final long ROUND_NANOS = 40_000_000;

  /** Floats of each of three arrays: together beyond any cache. */
  private static final int TRIAD_FLOATS = 24 << 20;

  private static final float FACTOR = 0.5f;

  private PeakMeasurement() {}

  /** The peak of so many threads. */
  public static MachinePeak of(int threads) throws InterruptedException {
    return new MachinePeak(
        threads,
        best(1, _ -> PeakMeasurement::multiplyAdd),
        best(threads, _ -> PeakMeasurement::multiplyAdd),
        triad(threads, TRIAD_FLOATS));
  }

  /** 10^9 bytes a second of a[i] = b[i] + c[i] / 2: two reads and a write of 4 bytes each. */
  static double triad(int threads, int floats) throws InterruptedException {
    float[] a = new float[floats];
    float[] b = new float[floats];
    float[] c = new float[floats];
    return best(
        threads,
        thread -> {
          int from = (int) ((long) floats * thread / threads);
          int to = (int) ((long) floats * (thread + 1) / threads);
          return () -> {
            for (int i = from; i < to; i++) {
              a[i] = b[i] + FACTOR * c[i];
            }
            return 3e-9 * Float.BYTES * (to - from);
          };
        });
  }

  /** Amount a second of the best round, in which all threads work side by side. */
  private static double best(int threads, IntFunction<DoubleSupplier> work)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<double[]>> workers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        DoubleSupplier own = work.apply(thread);
        workers.add(() -> rounds(start, own));
      }
      double[] together = new double[ROUNDS];
      for (Future<double[]> worker : pool.invokeAll(workers)) {
        double[] own = worker.get();
        for (int round = 0; round < ROUNDS; round++) {
          together[round] += own[round];
        }
      }
      double best = 0;
      for (double round : together) {
        best = Math.max(best, round);
      }
      return best;
    } catch (ExecutionException e) {
      throw new IllegalStateException("benchmark: the machine's peak cannot be measured", e);
    }
  }

  private static double[] rounds(CyclicBarrier start, DoubleSupplier work)
      throws InterruptedException, BrokenBarrierException {
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      start.await();
      long begin = System.nanoTime();
      double amount = 0;
      long spent = 0;
      while (spent < ROUND_NANOS) {
        amount += work.getAsDouble();
        spent = System.nanoTime() - begin;
      }
      rates[round] = amount / (spent * 1e-9);
    }
    return rates;
  }

  /** 10^9 operations done: a product and a sum a lane, all in registers. */
  private static double multiplyAdd() {
    FloatVector x = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector s0 = x;
    FloatVector s1 = x;
    FloatVector s2 = x;
    FloatVector s3 = x;
    FloatVector s4 = x;
    FloatVector s5 = x;
    FloatVector s6 = x;
    FloatVector s7 = x;
    FloatVector s8 = x;
    FloatVector s9 = x;
    FloatVector s10 = x;
    FloatVector s11 = x;
    for (int i = 0; i < STEPS; i++) {
      s0 = s0.fma(x, x);
      s1 = s1.fma(x, x);
      s2 = s2.fma(x, x);
      s3 = s3.fma(x, x);
      s4 = s4.fma(x, x);
      s5 = s5.fma(x, x);
      s6 = s6.fma(x, x);
      s7 = s7.fma(x, x);
      s8 = s8.fma(x, x);
      s9 = s9.fma(x, x);
      s10 = s10.fma(x, x);
      s11 = s11.fma(x, x);
    }
    float[] sums = new float[SPECIES.length()];
    s0.add(s1).add(s2).add(s3).add(s4).add(s5).intoArray(sums, 0);
    s6.add(s7)
        .add(s8)
        .add(s9)
        .add(s10)
        .add(s11)
        .add(FloatVector.fromArray(SPECIES, sums, 0))
        .intoArray(sums, 0);
    // Each tends to 1, and a result that is looked at is computed.
    if (sums[0] != SUMS) {
      throw new IllegalStateException("benchmark: sums came to " + sums[0]);
    }
    return 2e-9 * SUMS * SPECIES.length() * STEPS;
  }
}
