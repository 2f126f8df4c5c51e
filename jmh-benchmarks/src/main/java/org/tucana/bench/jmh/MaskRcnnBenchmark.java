package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.Work;

/** Mask R-CNN R50-FPN on one picture of 256 x 256 with 1,000 regions. */
@State(Scope.Benchmark)
public class MaskRcnnBenchmark extends WorkBenchmark {
  @Override
  Work work() {
    return new MaskRcnnDetection(256, 256);
  }

  @Benchmark
  public void detect() {
    run();
  }
}
