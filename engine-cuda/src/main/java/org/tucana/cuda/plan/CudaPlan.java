package org.tucana.cuda.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.StepClock;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.plan.ChainedConvolutions;
import org.tucana.core.plan.FoldedWeights;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.Lowering;
import org.tucana.core.plan.PlannedProgram;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaGraph;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.kernel.CudaKernels;
import org.tucana.cuda.kernel.Device;
import org.tucana.cuda.kernel.FusedChain;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.OutOfMemoryException;

/**
 * A program on a device: planned ({@link PlannedProgram}) and captured as a CUDA graph once for
 * every size of its inputs ({@link RowBuckets}), then queued as a whole. Inputs, results, the arena
 * and all scratch memory are the plan's own, so that every address stays.
 *
 * <p>Before the capture the steps run one by one: that brings every block of memory that a run
 * takes into the plan's pool, compiles kernels, and times algorithms of convolutions that give the
 * same bits. A program that looks at values on the way (a selection checks its indices) is not
 * captured and runs step by step; so does one for which there is hardly memory enough.
 *
 * <p>A plan is for inference: it refuses a session whose tape is recording.
 */
public final class CudaPlan implements Plan {
  /** Graphs hold memory of the device; more sizes than this are not kept at a time. */
  private static final int MOST_GRAPHS = 8;

  private static final int MOST_WARM_UPS = 3;

  private final Backend backend;
  private final CudaStream stream;
  private final DeviceMemory memory;
  private final Kernels kernels;
  private final PlannedProgram planned;
  private final RowBuckets buckets;
  private final Set<Integer> channelsLast;
  private final CudaProducts products;
  private final List<Storage> owned = new ArrayList<>();
  private final List<Operand> inputs = new ArrayList<>();
  private final Map<Integer, Operand> results = new HashMap<>();
  private final Map<List<TensorType>, Replay> replays =
      new LinkedHashMap<>(2 * MOST_GRAPHS, 0.75f, true);

  private List<TensorType> lastGiven;
  private TensorType[] lastTypes;

  /**
   * One size of the inputs.
   *
   * @param places where all values lie
   * @param graph the steps; empty where they run one by one
   */
  private record Replay(Operand[] places, Optional<CudaGraph> graph) {}

  /**
   * Plans a program.
   *
   * @param memory memory of the plan alone; it is closed with the plan
   */
  public CudaPlan(
      Backend backend,
      Device device,
      CudaStream stream,
      DeviceMemory memory,
      Program program,
      PlanOptions options) {
    this.backend = backend;
    this.stream = stream;
    this.memory = memory;
    Device own = device.with(memory);
    kernels = CudaKernels.of(own);
    planned = new PlannedProgram(program, memory, options.numerics(), lowering(options, device));
    buckets = RowBuckets.of(program);
    products = new CudaProducts(planned, kernels, device.launcher());
    channelsLast = options.numerics().tf32() ? ChannelsLast.between(planned) : Set.of();
    for (FusedStep step : planned.steps()) {
      if (channelsLast.contains(step.out().getFirst())) {
        planned.weights(step).ifPresent(weights -> keepReordered(step, weights.product()));
      }
      if (step.op() instanceof ChainedConvolutions) {
        step.products().forEach(this::keepPacked);
      }
    }
    for (TensorType type : program.inputs()) {
      Operand input = own(type, "plan input");
      kernels.pointwise().fill(0, input); // rows that no run has written yet
      inputs.add(input);
    }
    lastGiven = program.inputs();
    lastTypes = planned.types(lastGiven);
    Operand[] places = planned.bind(program.inputs()).places();
    for (int value : program.outputs()) {
      boolean elsewhere = value < inputs.size() || places[value] != null || planned.isAlias(value);
      if (!elsewhere) {
        results.computeIfAbsent(value, v -> own(lastTypes[v], "plan result"));
      }
    }
  }

  /** In TF32, where one product does for three, three convolutions are faster than one kernel. */
  private static Lowering lowering(PlanOptions options, Device device) {
    return options.chains() && !options.numerics().tf32()
        ? new ChainLowering(device.launcher().limits())
        : Lowering.NONE;
  }

  private Operand own(TensorType type, String label) {
    Operand operand = Operand.rowMajor(type, memory.allocate(type, label));
    owned.add(operand.storage());
    return operand;
  }

  private void keepReordered(FusedStep step, Operand weight) {
    products.keepReordered(step, ChannelsLast.of(own(weight.type(), "weight of " + step.path())));
    products.prepare(step, weight);
  }

  private void keepPacked(FusedStep stage) {
    Operand weight = planned.weights(stage).map(FoldedWeights::product).orElseThrow();
    products.keepPacked(
        stage, own(FusedChain.packed(weight.shape()), "filters of " + stage.path()));
    products.prepare(stage, weight);
  }

  @Override
  public List<Tensor> run(EagerSession session, List<Tensor> in) {
    planned.check(backend, session);
    List<TensorType> given = in.stream().map(Tensor::type).toList();
    TensorType[] types = types(given);
    refresh();
    for (int i = 0; i < in.size(); i++) {
      kernels.pointwise().copy(session.operandOf(in.get(i)), part(inputs.get(i), given.get(i)));
    }
    List<TensorType> sizes = buckets.sized(given, planned.program().inputs());
    Replay replay;
    try {
      replay = replayed(sizes);
    } catch (OutOfMemoryException e) {
      if (replays.isEmpty()) {
        throw e;
      }
      dropGraphs();
      replay = replayed(sizes);
    }
    List<Tensor> out = new ArrayList<>(planned.program().outputs().size());
    for (int value : planned.program().outputs()) {
      Tensor result = session.empty(types[value], "plan result");
      Operand whole = replay.places()[value];
      kernels.pointwise().copy(rows(whole, types[value]), session.operandOf(result));
      out.add(result);
    }
    return out;
  }

  /** A run prepares what the sizes need; then the steps run one by one, without a graph. */
  @Override
  public List<Double> profile(EagerSession session, List<Tensor> in) {
    try (Scope _ = session.scope()) {
      run(session, in);
    }
    List<TensorType> given = in.stream().map(Tensor::type).toList();
    Replay replay = replay(buckets.sized(given, planned.program().inputs()));
    StepClock clock = new StepClock(planned.steps().size(), stream::synchronize);
    planned.run(kernels, products, memory, replay.places(), clock);
    return clock.millis();
  }

  private TensorType[] types(List<TensorType> given) {
    if (!lastGiven.equals(given)) {
      lastTypes = planned.types(given);
      lastGiven = given;
    }
    return lastTypes;
  }

  /** Weights stay where they are, so graphs stay valid. */
  private void refresh() {
    for (FusedStep step : planned.refresh()) {
      products.prepare(step, planned.weights(step).map(FoldedWeights::product).orElseThrow());
    }
  }

  /** The first elements of a buffer as a row-major operand. */
  private static Operand part(Operand buffer, TensorType type) {
    int elements = type.shape().elements();
    return Operand.rowMajor(buffer.type().withShape(Shape.of(buffer.elements())), buffer.storage())
        .slice(0, 0, elements)
        .reshape(type.shape());
  }

  private static Operand rows(Operand whole, TensorType type) {
    return whole.type().equals(type) ? whole : whole.slice(0, 0, type.shape().dim(0));
  }

  private Replay replayed(List<TensorType> sizes) {
    Replay replay = replay(sizes);
    if (replay.graph().isPresent()) {
      replay.graph().get().launch(stream);
    } else {
      runSteps(replay.places());
    }
    return replay;
  }

  /** Gives up the graphs, and with them the scratch memory whose addresses they hold. */
  private void dropGraphs() {
    stream.synchronize(); // they may still be running
    replays.values().forEach(CudaPlan::close);
    replays.clear();
    memory.keepIdle(false);
  }

  private Replay replay(List<TensorType> sizes) {
    Replay replay = replays.get(sizes);
    if (replay == null) {
      replay = prepare(sizes);
      replays.put(sizes, replay);
      if (replays.size() > MOST_GRAPHS) {
        stream.synchronize(); // it may still be running
        close(replays.remove(replays.keySet().iterator().next()));
      }
    }
    return replay;
  }

  private Replay prepare(List<TensorType> sizes) {
    PlannedProgram.Values values = planned.bind(sizes);
    Operand[] places = values.places().clone();
    for (int i = 0; i < sizes.size(); i++) {
      places[i] = part(inputs.get(i), sizes.get(i));
    }
    results.forEach((value, buffer) -> places[value] = part(buffer, values.types()[value]));
    channelsLast.forEach(value -> places[value] = ChannelsLast.of(places[value]));
    Kernels tuning = CudaKernels.tuning(kernels);
    planned.run(tuning, products.with(tuning), memory, places);
    if (!isSteady(places)) {
      return new Replay(places, Optional.empty());
    }
    Replay captured = new Replay(places, Optional.of(stream.capture(() -> runSteps(places))));
    memory.keepIdle(true);
    return captured;
  }

  /**
   * Whether a run neither waits for the device nor takes memory from it. The first runs bring the
   * memory into the pool; where there is hardly enough, blocks are freed and made at each.
   */
  private boolean isSteady(Operand[] places) {
    for (int run = 0; run < MOST_WARM_UPS; run++) {
      long copies = memory.hostCopies();
      long blocks = memory.blocksMade();
      runSteps(places);
      if (memory.hostCopies() > copies) {
        return false;
      }
      if (memory.blocksMade() == blocks) {
        return true;
      }
    }
    return false;
  }

  private void runSteps(Operand[] places) {
    planned.run(kernels, products, memory, places);
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
    return switch (step.op()) {
      case Conv2d _ ->
          channelsLast.contains(step.out().getFirst()) ? "cuDNN, channels last" : "cuDNN";
      case ConvTranspose2d _ -> "cuDNN";
      case ChainedConvolutions _ -> "one kernel on tensor cores";
      case Linear _ -> "cuBLAS";
      default -> "kernel";
    };
  }

  private static void close(Replay replay) {
    replay.graph().ifPresent(CudaGraph::close);
  }

  /** Waits for runs that are queued, since they use the plan's memory. */
  @Override
  public void close() {
    dropGraphs();
    planned.close();
    owned.forEach(memory::release);
    owned.clear();
    memory.close();
  }
}
