package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.ResNetTraining;
import org.tucana.bench.work.Work;

/** One training step of ResNet-18 on 8 pictures of 128 x 128. */
@State(Scope.Benchmark)
public class TrainingStepBenchmark extends WorkBenchmark {
  @Override
  Work work() {
    return new ResNetTraining();
  }

  @Benchmark
  public void step() {
    run();
  }
}
