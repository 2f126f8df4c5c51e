package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.Work;

/** Mask R-CNN R50-FPN on one picture with 1,000 regions. */
@State(Scope.Benchmark)
public class MaskRcnnBenchmark extends RateBenchmark {
  /** The work's name. */
  @Param({"maskrcnn-r50@256", "maskrcnn-r50@800"})
  public String name;

  @Override
  Work work() {
    return Work.named(name);
  }

  @Benchmark
  public void detect(OperatorRate rate) {
    run(rate);
  }
}
