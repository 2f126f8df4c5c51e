package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Memory;
import org.tucana.core.Parameter;
import org.tucana.core.Program;
import org.tucana.core.StepObserver;
import org.tucana.core.ViewOp;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * A program made ready: operators fused ({@link Fusion}), batch normalisation folded into weights
 * ({@link FoldedWeights}), intermediate values in one arena ({@link PlanMemory}). It follows its
 * parameters: where one was assigned since the last run, what was made from it is made anew.
 */
public final class PlannedProgram implements AutoCloseable {
  private final Program program;
  private final Memory memory;
  private final Numerics numerics;
  private final List<FusedStep> steps;
  private final Map<Integer, TensorType> traced;
  private final PlanMemory planMemory;
  private final Map<Integer, Operand> fixed = new HashMap<>();
  private final Map<FusedStep, FoldedWeights> folded = new HashMap<>();
  private final int valueCount;
  private Values bound;
  private boolean closed;

  /**
   * Types and places of all values for one set of input types. Inputs and results have no place:
   * who runs the steps gives them one, in a copy.
   */
  public record Values(List<TensorType> inputs, TensorType[] types, Operand[] places) {}

  /** Fuses, folds and allocates; all values are row-major. */
  public PlannedProgram(Program program, Memory memory, Numerics numerics) {
    this(program, memory, numerics, Lowering.NONE);
  }

  /** Fuses, lowers, folds and allocates. */
  public PlannedProgram(Program program, Memory memory, Numerics numerics, Lowering lowering) {
    this.program = program;
    this.memory = memory;
    this.numerics = numerics;
    Lowering.Lowered lowered = lowering.lower(program, Fusion.fuse(program), Fusion.types(program));
    steps = lowered.steps();
    traced = lowered.types();
    valueCount = traced.keySet().stream().mapToInt(v -> v + 1).max().orElse(0);
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
    planMemory = new PlanMemory(memory, lowered, new HashSet<>(program.outputs()), elsewhere);
    steps.stream().flatMap(step -> step.products().stream()).forEach(this::fold);
  }

  /** Folds the weights of a step that multiplies by some which are known. */
  private void fold(FusedStep step) {
    boolean product =
        step.op() instanceof Conv2d
            || step.op() instanceof ConvTranspose2d
            || step.op() instanceof Linear;
    if (product
        && fixed.containsKey(step.in().get(1))
        && traced.get(step.in().get(1)).dtype() == DType.FLOAT32) {
      folded.put(step, new FoldedWeights(memory, step, fixed, program.parameters()));
    }
  }

  public Program program() {
    return program;
  }

  public Numerics numerics() {
    return numerics;
  }

  public List<FusedStep> steps() {
    return steps;
  }

  /** The type of a value at the traced sizes. */
  public TensorType traced(int value) {
    return traced.get(value);
  }

  /** The weights of a step, where they are known before it runs. */
  public Optional<FoldedWeights> weights(FusedStep step) {
    return Optional.ofNullable(folded.get(step));
  }

  /** True where a step's output is its input seen differently. */
  public boolean isAlias(FusedStep step) {
    return planMemory.isAlias(step);
  }

  /** True where a value is an alias of another. */
  public boolean isAlias(int value) {
    return planMemory.isAlias(value);
  }

  /** Memory that intermediate values share. */
  public long arenaBytes() {
    return planMemory.bytes();
  }

  /** The most that is alive of it at a time. */
  public long liveBytes() {
    return planMemory.liveBytes();
  }

  /** Refuses a run after closing, on another backend, or under a tape that records. */
  public void check(Backend backend, EagerSession session) {
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
    program.parameters().values().forEach(Parameter::operand); // refuses a closed model
  }

  /** Folds anew what was assigned since; the steps whose weights are others now. */
  public List<FusedStep> refresh() {
    return folded.entrySet().stream()
        .filter(entry -> entry.getValue().refresh())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Types of all values for inputs of these types, which are as traced or have fewer rows. */
  public TensorType[] types(List<TensorType> inputs) {
    program.checkInputs(inputs);
    TensorType[] types = new TensorType[valueCount];
    for (int i = 0; i < inputs.size(); i++) {
      types[i] = inputs.get(i);
    }
    fixed.forEach((v, operand) -> types[v] = operand.type());
    for (FusedStep step : steps) {
      List<TensorType> out = step.op().infer(step.in().stream().map(v -> types[v]).toList());
      for (int i = 0; i < step.out().size(); i++) {
        types[step.out().get(i)] = out.get(i);
      }
      step.residual().ifPresent(residual -> checkResidual(step, types[residual], out.getFirst()));
    }
    return types;
  }

  /** Types and places for inputs of these types. */
  public Values bind(List<TensorType> inputs) {
    if (bound != null && bound.inputs().equals(inputs)) {
      return bound;
    }
    TensorType[] types = types(inputs);
    Operand[] places = new Operand[valueCount];
    fixed.forEach((v, operand) -> places[v] = operand);
    for (FusedStep step : steps) {
      for (int value : step.out()) {
        places[value] = planMemory.place(value, types[value]).orElse(null);
      }
    }
    bound = new Values(List.copyOf(inputs), types, places);
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

  /**
   * Runs the steps.
   *
   * @param places where all values lie; those of aliases are filled in
   * @param scratch memory for the time of a step
   */
  public void run(Kernels kernels, StepProducts products, Memory scratch, Operand[] places) {
    run(kernels, products, scratch, places, StepObserver.NONE);
  }

  /** Runs the steps under an observer. */
  public void run(
      Kernels kernels,
      StepProducts products,
      Memory scratch,
      Operand[] places,
      StepObserver observer) {
    for (int i = 0; i < steps.size(); i++) {
      observer.before(i);
      try (StepMemory call = new StepMemory(scratch, numerics)) {
        run(steps.get(i), kernels, products, places, call);
      }
      observer.after(i);
    }
  }

  private void run(
      FusedStep step, Kernels kernels, StepProducts products, Operand[] places, StepMemory call) {
    List<Operand> in = new ArrayList<>(step.in().size());
    for (int value : step.in()) {
      in.add(places[value]);
    }
    if (isAlias(step)) {
      places[step.out().getFirst()] = ((ViewOp) step.op()).view(in.getFirst());
      return;
    }
    if (products.takes(step)) {
      products.run(step, places, call);
      return;
    }
    boolean asItLies =
        step.op().takesViews() || (step.op() instanceof Conv2d && products.takesViews());
    if (!asItLies) {
      in.replaceAll(x -> call.rowMajor(x, kernels));
    }
    Optional<FoldedWeights> weights = weights(step);
    Operand y = places[step.out().getFirst()];
    switch (step.op()) {
      case Conv2d conv ->
          products.convolution(
              step,
              conv,
              in.getFirst(),
              weights.map(FoldedWeights::product).orElse(in.get(1)),
              epilogue(step, in, places),
              y,
              call);
      case ConvTranspose2d conv ->
          products.transposed(conv, in.getFirst(), in.get(1), epilogue(step, in, places), y, call);
      case Linear linear ->
          products.linear(
              step,
              linear,
              in.getFirst(),
              weights.map(FoldedWeights::product).orElse(in.get(1)),
              epilogue(step, in, places),
              y,
              call);
      default -> {
        List<Operand> out = step.out().stream().map(v -> places[v]).toList();
        step.op().run(kernels, in, out, call);
      }
    }
  }

  /** What a product with its weights known before does to its results. */
  public Epilogue epilogue(FusedStep step, Operand[] places) {
    return epilogue(step, step.in().stream().map(value -> places[value]).toList(), places);
  }

  private Epilogue epilogue(FusedStep step, List<Operand> in, Operand[] places) {
    Optional<Operand> bias = in.size() == 3 ? Optional.of(in.get(2)) : Optional.empty();
    Optional<Operand> residual =
        step.residual().isPresent()
            ? Optional.of(places[step.residual().getAsInt()])
            : Optional.empty();
    return new Epilogue(
        weights(step).flatMap(FoldedWeights::bias).or(() -> bias), residual, step.relu());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    planMemory.close();
    folded.values().forEach(FoldedWeights::close);
    program.constants().keySet().forEach(v -> memory.release(fixed.get(v).storage()));
  }
}
