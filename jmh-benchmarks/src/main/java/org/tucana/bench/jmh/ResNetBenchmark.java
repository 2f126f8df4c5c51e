package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Residual networks by plan on pictures of 224 x 224. */
@State(Scope.Benchmark)
public class ResNetBenchmark extends RateBenchmark {
  /** The work's name. */
  @Param({
    "resnet18@224",
    "resnet50@224",
    "resnet101@224",
    "resnet18@224-batch8",
    "resnet18@224-batch32",
    "resnet50@224-batch8",
    "resnet50@224-batch32"
  })
  public String name;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void forward(OperatorRate rate) {
    run(rate);
  }
}
