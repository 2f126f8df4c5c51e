package org.tucana.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Single convolutions by plan, batch 1. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ConvolutionBenchmark extends WorkBenchmark {
  /** The work's name. */
  @Param({
    "conv7x7s2-3-64@224",
    "conv3x3-64-64@56",
    "conv3x3-128-128@28",
    "conv3x3-256-256@14",
    "conv3x3-512-512@7",
    "conv1x1-64-256@56",
    "conv1x1-256-64@56",
    "conv1x1-1024-256@14",
    "conv1x1-2048-512@7"
  })
  public String name;

  private double gigaflop;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Setup
  public void count() {
    gigaflop = work().gigaflop().orElseThrow();
  }

  @Benchmark
  public void convolve(OperatorRate rate) {
    run();
    rate.gigaflops += gigaflop;
  }
}
