package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.StepClock;
import org.tucana.core.StepObserver;
import org.tucana.core.Tensor;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.PlannedProgram;
import org.tucana.core.plan.StepMemory;
import org.tucana.core.plan.StepProducts;
import org.tucana.core.type.TensorType;

/**
 * A program on the cpu: planned ({@link PlannedProgram}), its weights packed once ({@link
 * PackedProduct}). A steady run makes no arrays but its results'.
 *
 * <p>A plan is for inference: it refuses a session whose tape is recording.
 */
final class CpuPlan implements Plan {
  private final CpuBackend backend;
  private final CpuConvolution convolution;
  private final CpuMatmul matmul;
  private final PlannedProgram planned;
  private final Map<FusedStep, PackedProduct> packed = new HashMap<>();
  private final BlockRunner blocks;

  CpuPlan(
      CpuBackend backend,
      Workers workers,
      CpuConvolution convolution,
      CpuMatmul matmul,
      Program program,
      PlanOptions options) {
    this.backend = backend;
    this.convolution = convolution;
    this.matmul = matmul;
    BlockLowering lowering = new BlockLowering(options.chains());
    planned = new PlannedProgram(program, backend.memory(), options.numerics(), lowering);
    blocks = new BlockRunner(workers, lowering, options.rowsAlike());
    blocks.refresh(planned);
    for (FusedStep step : planned.steps()) {
      if (blocks.takes(step)) {
        continue;
      }
      planned
          .weights(step)
          .ifPresent(weights -> packed.put(step, new PackedProduct(workers, step, weights)));
    }
  }

  @Override
  public List<Tensor> run(EagerSession session, List<Tensor> in) {
    return run(session, in, StepObserver.NONE);
  }

  @Override
  public List<Double> profile(EagerSession session, List<Tensor> in) {
    StepClock clock = new StepClock(planned.steps().size(), () -> {});
    try (Scope _ = session.scope()) {
      run(session, in, clock);
    }
    return clock.millis();
  }

  private List<Tensor> run(EagerSession session, List<Tensor> in, StepObserver observer) {
    planned.check(backend, session);
    PlannedProgram.Values values = planned.bind(in.stream().map(Tensor::type).toList());
    packed.values().forEach(PackedProduct::refresh);
    blocks.refresh(planned);
    Operand[] places = values.places().clone();
    try (StepMemory whole = new StepMemory(backend.memory(), planned.numerics())) {
      for (int i = 0; i < in.size(); i++) {
        places[i] = whole.rowMajor(session.operandOf(in.get(i)), backend.kernels());
      }
      Tensor[] results = new Tensor[places.length];
      for (int value : planned.program().outputs()) {
        if (places[value] == null && !planned.isAlias(value)) {
          results[value] = session.empty(values.types()[value], "plan result");
          places[value] = session.operandOf(results[value]);
        }
      }
      planned.run(
          backend.kernels(),
          new PackedProducts(values.types()),
          backend.memory(),
          places,
          observer);
      return results(session, values, places, results);
    }
  }

  /** Results that are inputs, parameters, aliases or given twice are copies. */
  private List<Tensor> results(
      EagerSession session, PlannedProgram.Values values, Operand[] places, Tensor[] results) {
    List<Tensor> out = new ArrayList<>(planned.program().outputs().size());
    for (int value : planned.program().outputs()) {
      Tensor own = results[value];
      if (own == null || out.contains(own)) {
        Tensor copy = session.empty(values.types()[value], "plan result");
        backend.kernels().pointwise().copy(places[value], session.operandOf(copy));
        own = copy;
      }
      out.add(own);
    }
    return out;
  }

  /** Products by packed weights where there are any. */
  private final class PackedProducts implements StepProducts {
    private final TensorType[] types;

    PackedProducts(TensorType[] types) {
      this.types = types;
    }

    @Override
    public boolean takes(FusedStep step) {
      return blocks.takes(step);
    }

    @Override
    public void run(FusedStep step, Operand[] places, Workspace workspace) {
      blocks.run(planned, step, types, places);
    }

    @Override
    public void convolution(
        FusedStep step,
        Conv2d conv,
        Operand x,
        Operand weight,
        Epilogue epilogue,
        Operand y,
        Workspace workspace) {
      PackedProduct product = packed.get(step);
      if (product == null) {
        convolution.forward(conv.geometry(), x, weight, epilogue, y, workspace);
      } else {
        convolution.forward(conv.geometry(), x, weight, product.weights(), epilogue, y, workspace);
      }
    }

    @Override
    public void transposed(
        ConvTranspose2d conv,
        Operand x,
        Operand weight,
        Epilogue epilogue,
        Operand y,
        Workspace workspace) {
      convolution.transposed(conv.geometry(), x, weight, epilogue, y, workspace);
    }

    @Override
    public void linear(
        FusedStep step,
        Linear linear,
        Operand x,
        Operand weight,
        Epilogue epilogue,
        Operand y,
        Workspace workspace) {
      PackedProduct product = packed.get(step);
      if (product != null && product.linear().isPresent()) {
        matmul.linear(x, product.linear().get(), epilogue, y, workspace);
      } else {
        matmul.multiply(x, weight.permute(1, 0), epilogue, y, workspace);
      }
    }
  }

  @Override
  public PlanReport report() {
    return new PlanReport(
        planned.steps().stream()
            .map(step -> new PlanReport.Step(step.name(), step.path(), algorithm(step)))
            .toList(),
        planned.arenaBytes(),
        planned.liveBytes());
  }

  private String algorithm(FusedStep step) {
    if (planned.isAlias(step)) {
      return "alias";
    }
    if (blocks.takes(step)) {
      return blocks.algorithm(planned, step);
    }
    return switch (step.op()) {
      case Conv2d _ ->
          packed.containsKey(step) ? "implicit GEMM, packed weights" : "GEMM or Winograd";
      case ConvTranspose2d _ -> "implicit GEMM";
      case Linear linear ->
          packed.containsKey(step) && packed.get(step).linear().isPresent()
              ? "GEMM, packed weights"
              : "GEMM";
      default -> "kernel";
    };
  }

  @Override
  public void close() {
    planned.close();
  }
}
