package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.work.CostTableRow;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.nn.cost.Counts;

/**
 * The six rows of the published table 6.4: milliseconds of one picture by plan, with parameters,
 * MAdd, FLOPs and MemRW as counters beside them.
 */
@State(Scope.Benchmark)
public class CostTableBenchmark extends WorkBenchmark {
  @Param({"resnet18", "resnet50", "resnet101"})
  public String architecture;

  @Param({"false", "true"})
  public boolean compact;

  private Counts counts;

  @Override
  Work work() {
    return row();
  }

  private CostTableRow row() {
    return new CostTableRow(architecture, compact);
  }

  @Setup
  public void count() {
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      counts = row().counts(backend);
    }
  }

  @Benchmark
  public void forward(CostCounters counters) {
    run();
    counters.show(counts);
  }
}
