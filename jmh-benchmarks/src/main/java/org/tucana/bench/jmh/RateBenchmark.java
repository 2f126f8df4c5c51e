package org.tucana.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peak.PeakMeasurement;
import org.tucana.core.BackendOptions;

/** A work of a known number of operations: runs, operations and share of the peak, a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public abstract class RateBenchmark extends WorkBenchmark {
  private double gigaflop;
  private MachinePeak peak;

  @Setup
  public void count() throws InterruptedException {
    gigaflop = work().effort().orElseThrow().gigaflop() * work().parts().count();
    peak = PeakMeasurement.of(BackendOptions.defaults().effectiveThreads());
  }

  /** One run, counted. */
  final void run(OperatorRate rate) {
    run();
    rate.add(gigaflop, peak);
  }
}
