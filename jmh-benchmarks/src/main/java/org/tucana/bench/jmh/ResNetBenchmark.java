package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.Work;

/** Residual networks by plan on one picture of 224 x 224. */
@State(Scope.Benchmark)
public class ResNetBenchmark extends WorkBenchmark {
  @Param({"resnet18", "resnet50", "resnet101"})
  public String architecture;

  @Override
  Work work() {
    return new ResNetForward(architecture);
  }

  @Benchmark
  public void forward() {
    run();
  }
}
