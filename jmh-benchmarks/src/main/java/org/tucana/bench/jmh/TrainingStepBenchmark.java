package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** One training step. */
@State(Scope.Benchmark)
public class TrainingStepBenchmark extends WorkBenchmark {
  /** The work's name. */
  @Param({"train-resnet18@128", "train-maskrcnn-r50@256-batch2"})
  public String name;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void step() {
    run();
  }
}
