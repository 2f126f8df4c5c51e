package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Decompositions of cubes and of weights, start and all sweeps, and of a whole network. */
@State(Scope.Benchmark)
public class DecompositionBenchmark extends WorkBenchmark {
  /** The work's name. */
  @Param({
    "hooi-20x1000x1000",
    "hooi-50x500x500",
    "hooi-512x512x3x3",
    "hosvd-50x200x200",
    "sthosvd-50x200x200",
    "ntd-50x200x200",
    "ntd-mu-50x200x200",
    "cp-svd-50x200x200",
    "cp-random-50x200x200",
    "cp-nonnegative-50x200x200",
    "tt-50x200x200",
    "pca-50x200x200",
    "nmf-50x200x200",
    "evbmf-tucker2-resnet101"
  })
  public String name;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void decompose() {
    run();
  }
}
