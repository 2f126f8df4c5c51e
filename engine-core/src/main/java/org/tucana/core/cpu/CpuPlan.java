package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.EagerSession;
import org.tucana.core.Memory;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.ViewOp;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * A program on the cpu: operators fused ({@link Fusion}), weights folded and packed once ({@link
 * PreparedWeights}), intermediate values in one arena ({@link PlanMemory}). A steady run makes no
 * arrays but its results'.
 *
 * <p>The plan follows its parameters: where one was assigned since the last run, what was made from
 * it is made anew.
 *
 * <p>A plan is for inference: it refuses a session whose tape is recording.
 */
final class CpuPlan implements Plan {
  private final CpuBackend backend;
  private final CpuConvolution convolution;
  private final CpuMatmul matmul;
  private final Program program;
  private final Numerics numerics;
  private final List<FusedStep> steps;
  private final Map<Integer, TensorType> traced;
  private final PlanMemory planMemory;
  private final Map<Integer, Operand> fixed = new HashMap<>();
  private final Map<FusedStep, PreparedWeights> prepared = new HashMap<>();
  private final int valueCount;
  private Bound bound;
  private boolean closed;

  /** Types and places of all values for one set of input types. */
  private record Bound(List<TensorType> inputs, TensorType[] types, Operand[] places) {}

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
    this.program = program;
    numerics = options.numerics();
    steps = Fusion.fuse(program);
    traced = Fusion.types(program);
    valueCount = traced.keySet().stream().mapToInt(v -> v + 1).max().orElse(0);
    Memory memory = backend.memory();
    program.parameters().forEach((v, p) -> fixed.put(v, p.operand()));
    program
        .constants()
        .forEach((v, c) -> {
          Operand o = Operand.rowMajor(c.type(), memory.allocate(c.type(), "plan constant"));
          memory.upload(c, o);
          fixed.put(v, o);
        });
    Set<Integer> elsewhere = new HashSet<>(fixed.keySet());
    for (int i = 0; i < program.inputs().size(); i++) {
      elsewhere.add(i);
    }
    planMemory = new PlanMemory(memory, steps, traced, new HashSet<>(program.outputs()), elsewhere);
    for (FusedStep step : steps) {
      boolean product = step.op() instanceof Conv2d || step.op() instanceof Linear;
      if (product
          && fixed.containsKey(step.in().get(1))
          && traced.get(step.in().get(1)).dtype() == DType.FLOAT32) {
        prepared.put(
            step,
            new PreparedWeights(workers, memory, numerics, step, fixed, program.parameters()));
      }
    }
  }

  @Override
  public List<Tensor> run(EagerSession session, List<Tensor> in) {
    if (closed) {
      throw new ClosedException("plan: it was closed; compile the program again");
    }
    if (!session.backend().equals(backend)) {
      throw new BackendException(
          "plan: it was compiled for another backend than the session's '"
              + session.backend().name()
              + "'; compile it there");
    }
    if (session.isRecording()) {
      throw new BackendException(
          "plan: a tape is recording, but a plan leaves nothing on it and has no gradient; close"
              + " the tape first, or run the modules themselves");
    }
    Bound now = bind(in.stream().map(Tensor::type).toList());
    program.parameters().values().forEach(p -> p.operand()); // refuses a closed model
    prepared.values().forEach(PreparedWeights::refresh);
    Operand[] places = now.places().clone();
    try (CallMemory whole = new CallMemory(backend.memory(), numerics)) {
      for (int i = 0; i < in.size(); i++) {
        places[i] = rowMajor(session.operandOf(in.get(i)), whole);
      }
      Tensor[] results = new Tensor[valueCount];
      for (int value : program.outputs()) {
        if (places[value] == null && !planMemory.isAlias(value)) {
          results[value] = session.empty(now.types()[value], "plan result");
          places[value] = session.operandOf(results[value]);
        }
      }
      for (FusedStep step : steps) {
        try (CallMemory call = new CallMemory(backend.memory(), numerics)) {
          run(step, places, call);
        }
      }
      return results(session, now, places, results);
    }
  }

  /** Results that are inputs, parameters, aliases or given twice are copies. */
  private List<Tensor> results(
      EagerSession session, Bound now, Operand[] places, Tensor[] results) {
    List<Tensor> out = new ArrayList<>(program.outputs().size());
    for (int value : program.outputs()) {
      Tensor own = results[value];
      if (own == null || out.contains(own)) {
        Tensor copy = session.empty(now.types()[value], "plan result");
        backend.kernels().pointwise().copy(places[value], session.operandOf(copy));
        own = copy;
      }
      out.add(own);
    }
    return out;
  }

  private Bound bind(List<TensorType> inputs) {
    if (bound != null && bound.inputs().equals(inputs)) {
      return bound;
    }
    program.checkInputs(inputs);
    TensorType[] types = new TensorType[valueCount];
    Operand[] places = new Operand[valueCount];
    for (int i = 0; i < inputs.size(); i++) {
      types[i] = inputs.get(i);
    }
    fixed.forEach((v, operand) -> {
      types[v] = operand.type();
      places[v] = operand;
    });
    for (FusedStep step : steps) {
      List<TensorType> out = step.op().infer(step.in().stream().map(v -> types[v]).toList());
      for (int i = 0; i < step.out().size(); i++) {
        int value = step.out().get(i);
        types[value] = out.get(i);
        places[value] = planMemory.place(value, out.get(i)).orElse(null);
      }
      step.residual().ifPresent(residual -> checkResidual(step, types[residual], out.getFirst()));
    }
    bound = new Bound(inputs, types, places);
    return bound;
  }

  private static void checkResidual(FusedStep step, TensorType residual, TensorType result) {
    if (!residual.equals(result)) {
      throw new ShapeException(
          "plan: "
              + step.name()
              + " adds a "
              + residual
              + " to a "
              + result
              + " at these input sizes; trace the program for them");
    }
  }

  private void run(FusedStep step, Operand[] places, CallMemory call) {
    List<Operand> in = new ArrayList<>(step.in().size());
    for (int value : step.in()) {
      in.add(places[value]);
    }
    if (planMemory.isAlias(step)) {
      places[step.out().getFirst()] = ((ViewOp) step.op()).view(in.getFirst());
      return;
    }
    if (!step.op().takesViews()) {
      in.replaceAll(x -> rowMajor(x, call));
    }
    Optional<PreparedWeights> weights = Optional.ofNullable(prepared.get(step));
    Operand y = places[step.out().getFirst()];
    switch (step.op()) {
      case Conv2d conv when weights.isPresent() ->
          convolution.forward(
              conv.geometry(),
              in.getFirst(),
              weights.get().product(),
              weights.get().packed().orElseThrow(),
              epilogue(step, weights, in, places),
              y,
              call);
      case Conv2d conv ->
          convolution.forward(
              conv.geometry(),
              in.getFirst(),
              in.get(1),
              epilogue(step, weights, in, places),
              y,
              call);
      case ConvTranspose2d conv ->
          convolution.transposed(
              conv.geometry(),
              in.getFirst(),
              in.get(1),
              epilogue(step, weights, in, places),
              y,
              call);
      case Linear linear -> {
        Operand weight = weights.map(PreparedWeights::product).orElse(in.get(1));
        Epilogue epilogue = epilogue(step, weights, in, places);
        Optional<PackedMatrix> packed = weights.flatMap(PreparedWeights::matrix);
        if (packed.isPresent()) {
          matmul.linear(in.getFirst(), packed.get(), epilogue, y, call);
        } else {
          matmul.multiply(in.getFirst(), weight.permute(1, 0), epilogue, y, call);
        }
      }
      default -> {
        List<Operand> out = step.out().stream().map(v -> places[v]).toList();
        step.op().run(backend.kernels(), in, out, call);
      }
    }
  }

  private static Epilogue epilogue(
      FusedStep step, Optional<PreparedWeights> weights, List<Operand> in, Operand[] places) {
    Optional<Operand> bias = in.size() == 3 ? Optional.of(in.get(2)) : Optional.empty();
    Optional<Operand> residual =
        step.residual().isPresent()
            ? Optional.of(places[step.residual().getAsInt()])
            : Optional.empty();
    return new Epilogue(
        weights.flatMap(PreparedWeights::bias).or(() -> bias), residual, step.relu());
  }

  private Operand rowMajor(Operand x, CallMemory call) {
    if (x.isRowMajor()) {
      return x;
    }
    Operand copy = call.scratch(x.type());
    backend.kernels().pointwise().copy(x, copy);
    return copy;
  }

  @Override
  public PlanReport report() {
    return new PlanReport(
        steps.stream()
            .map(step -> new PlanReport.Step(step.name(), step.path(), algorithm(step)))
            .toList(),
        planMemory.bytes());
  }

  private String algorithm(FusedStep step) {
    if (planMemory.isAlias(step)) {
      return "alias";
    }
    return switch (step.op()) {
      case Conv2d conv ->
          (winograd(conv, step) ? "Winograd F(2x2)" : "implicit GEMM")
              + (prepared.containsKey(step) ? ", packed weights" : "");
      case ConvTranspose2d conv -> "implicit GEMM";
      case Linear linear -> {
        Optional<PreparedWeights> weights = Optional.ofNullable(prepared.get(step));
        yield weights.flatMap(PreparedWeights::matrix).isPresent()
            ? "GEMM, packed weights"
            : "GEMM";
      }
      default -> "kernel";
    };
  }

  /** What {@link CpuConvolution} chooses at the traced sizes. */
  private boolean winograd(Conv2d conv, FusedStep step) {
    Shape x = traced.get(step.in().get(0)).shape();
    Shape weight = traced.get(step.in().get(1)).shape();
    return numerics.winograd()
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
    if (closed) {
      return;
    }
    closed = true;
    planMemory.close();
    prepared.values().forEach(PreparedWeights::close);
    program.constants().keySet().forEach(v -> backend.memory().release(fixed.get(v).storage()));
  }

  /** Scratch memory from the backend's pool, and the plan's arithmetic. */
  private static final class CallMemory implements Workspace, AutoCloseable {
    private final Memory memory;
    private final Numerics numerics;
    private final List<Storage> scratch = new ArrayList<>();

    CallMemory(Memory memory, Numerics numerics) {
      this.memory = memory;
      this.numerics = numerics;
    }

    @Override
    public Numerics numerics() {
      return numerics;
    }

    @Override
    public Operand scratch(TensorType type) {
      Storage storage = memory.allocate(type, "scratch of a plan");
      scratch.add(storage);
      return Operand.rowMajor(type, storage);
    }

    @Override
    public void close() {
      scratch.forEach(memory::release);
    }
  }
}
