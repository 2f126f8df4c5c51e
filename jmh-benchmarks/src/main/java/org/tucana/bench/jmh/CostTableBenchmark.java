package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.tucana.bench.work.CostTableRow;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.decomposition.tables.PublishedNetwork.Form;
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
  private int measured;

  @Override
  Work work() {
    return row();
  }

  private CostTableRow row() {
    return new CostTableRow(architecture, compact ? Form.COMPACT : Form.NORMAL);
  }

  @Setup
  public void count() {
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      counts = row().counts(backend);
    }
  }

  @Setup(Level.Iteration)
  public void begin(IterationParams iteration) {
    measured += iteration.getType() == IterationType.MEASUREMENT ? 1 : 0;
  }

  /** JMH adds counters up over iterations, so one of them alone shows the figures. */
  @Benchmark
  public void forward(CostCounters counters) {
    run();
    if (measured == 1) {
      counters.show(counts);
    }
  }
}
