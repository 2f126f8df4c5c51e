package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Products of square float32 matrices. */
@State(Scope.Benchmark)
public class SgemmBenchmark extends RateBenchmark {
  /** The work's name. */
  @Param({"sgemm-512", "sgemm-1024"})
  public String name;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void multiply(OperatorRate rate) {
    run(rate);
  }
}
