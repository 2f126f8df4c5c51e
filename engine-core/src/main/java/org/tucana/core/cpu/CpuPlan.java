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
import org.tucana.core.type.Shape;

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
  private final StepProducts products = new PackedProducts();

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
    planned = new PlannedProgram(program, backend.memory(), options.numerics());
    for (FusedStep step : planned.steps()) {
      planned
          .weights(step)
          .ifPresent(weights ->
              packed.put(step, new PackedProduct(workers, options.numerics(), step, weights)));
    }
  }

  @Override
  public List<Tensor> run(EagerSession session, List<Tensor> in) {
    planned.check(backend, session);
    PlannedProgram.Values values = planned.bind(in.stream().map(Tensor::type).toList());
    packed.values().forEach(PackedProduct::refresh);
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
      planned.run(backend.kernels(), products, backend.memory(), places);
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
      if (product != null && product.matrix().isPresent()) {
        matmul.linear(x, product.matrix().get(), epilogue, y, workspace);
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
        planned.arenaBytes());
  }

  private String algorithm(FusedStep step) {
    if (planned.isAlias(step)) {
      return "alias";
    }
    return switch (step.op()) {
      case Conv2d conv ->
          (winograd(conv, step) ? "Winograd F(2x2)" : "implicit GEMM")
              + (packed.containsKey(step) ? ", packed weights" : "");
      case ConvTranspose2d conv -> "implicit GEMM";
      case Linear linear ->
          packed.containsKey(step) && packed.get(step).matrix().isPresent()
              ? "GEMM, packed weights"
              : "GEMM";
      default -> "kernel";
    };
  }

  /** What {@link CpuConvolution} chooses at the traced sizes. */
  private boolean winograd(Conv2d conv, FusedStep step) {
    Shape x = planned.traced(step.in().get(0)).shape();
    Shape weight = planned.traced(step.in().get(1)).shape();
    return planned.numerics().winograd()
        && WinogradConvolution.suits(
            new ConvolutionShape(
                x.dim(0),
                x.dim(1),
                x.dim(2),
                x.dim(3),
                weight.dim(0),
                weight.dim(2),
                weight.dim(3),
                conv.geometry()));
  }

  @Override
  public void close() {
    planned.close();
  }
}
