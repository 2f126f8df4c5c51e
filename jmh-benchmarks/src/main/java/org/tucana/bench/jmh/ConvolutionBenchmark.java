package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Convolutions by plan on one picture: in chains as in a network, and single ones. */
@State(Scope.Benchmark)
public class ConvolutionBenchmark extends RateBenchmark {
  /** The work's name. */
  @Param({
    "chain3x3-64-64@56",
    "chain3x3-128-128@28",
    "chain3x3-256-256@14",
    "chain3x3-512-512@7",
    "chain1x1-64-256-64@56",
    "chain1x1-1024-256-1024@14",
    "chain1x1-2048-512-2048@7",
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

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void convolve(OperatorRate rate) {
    run(rate);
  }
}
