package org.tucana.core.cpu;

import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Memory;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Kernels;

/**
 * The backend {@code cpu}: float32 on Java arrays, vector instructions and all threads. Results do
 * not depend on the number of threads: chunks of work are fixed by the operands' shapes, and sums
 * that span chunks are combined in a fixed order.
 */
public final class CpuBackend implements Backend {
  private final Workers workers;
  private final HostMemory memory = new HostMemory();
  private final CpuConvolution convolution;
  private final CpuMatmul matmul;
  private final Kernels kernels;

  public CpuBackend(BackendOptions options) {
    workers = new Workers(options.effectiveThreads());
    convolution = new CpuConvolution(workers);
    matmul = new CpuMatmul(workers);
    kernels =
        new Kernels(
            new CpuPointwise(workers),
            new CpuReduction(workers),
            matmul,
            convolution,
            new CpuNormalization(workers),
            new CpuPooling(workers),
            new CpuIndexing(workers),
            new CpuResize(workers),
            new CpuLoss(workers),
            new CpuRegion(workers),
            new CpuOptimizer(workers));
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public Plan compile(Program program, PlanOptions options) {
    return new CpuPlan(this, workers, convolution, matmul, program, options);
  }

  /** Number of compute threads, the caller's included. */
  public int threads() {
    return workers.threads();
  }

  @Override
  public void close() {
    workers.close();
  }
}
