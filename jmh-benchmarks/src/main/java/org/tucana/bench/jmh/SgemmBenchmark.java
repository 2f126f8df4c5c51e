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

/** Products of square float32 matrices. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SgemmBenchmark extends WorkBenchmark {
  /** The work's name. */
  @Param({"sgemm-512", "sgemm-1024"})
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
  public void multiply(OperatorRate rate) {
    run();
    rate.gigaflops += gigaflop;
  }
}
