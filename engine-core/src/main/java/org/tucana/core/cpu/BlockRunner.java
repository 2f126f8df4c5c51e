package org.tucana.core.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.Op;
import org.tucana.core.cpu.BlockStep.EnterBlocks;
import org.tucana.core.cpu.BlockStep.LeaveBlocks;
import org.tucana.core.cpu.BlockStep.MaximumInBlocks;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.ConvolutionChain;
import org.tucana.core.cpu.blocked.DirectConvolution;
import org.tucana.core.cpu.blocked.FilterOrder;
import org.tucana.core.cpu.blocked.MapConvolution;
import org.tucana.core.cpu.blocked.MapEpilogue;
import org.tucana.core.cpu.blocked.MaximumOfWindows;
import org.tucana.core.cpu.blocked.NearestPixels;
import org.tucana.core.cpu.blocked.PlanarConvolution;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.blocked.SpreadingConvolution;
import org.tucana.core.cpu.blocked.WinogradConvolution;
import org.tucana.core.cpu.blocked.WinogradTile;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Nearest;
import org.tucana.core.plan.ChainedConvolutions;
import org.tucana.core.plan.FoldedWeights;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.FusedStep.ChannelNorm;
import org.tucana.core.plan.PlannedProgram;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Runs the steps of a plan that work on maps in blocks, with weights packed once. */
final class BlockRunner {
  /** Convolutions that are the same but for their maps share packed weights. */
  private record Weights(
      List<Integer> values,
      Optional<ChannelNorm> batchNorm,
      Op op,
      boolean planar,
      Optional<WinogradTile> tile) {}

  private final Workers workers;
  private final BlockLowering lowering;
  private final boolean rowsAlike;
  private final Map<FusedStep, Weights> weights = new HashMap<>();
  private final Map<Weights, MapConvolution> convolutions = new HashMap<>();
  private final Map<Weights, PlanarConvolution> planar = new HashMap<>();
  private final Map<Weights, float[]> starts = new HashMap<>();

  /**
   * @param rowsAlike whether algorithms are chosen for one image, not for as many as were traced
   */
  BlockRunner(Workers workers, BlockLowering lowering, boolean rowsAlike) {
    this.workers = workers;
    this.lowering = lowering;
    this.rowsAlike = rowsAlike;
  }

  boolean takes(FusedStep step) {
    return lowering.taken().contains(step);
  }

  /** Packs the weights of all convolutions that are not packed or have been assigned since. */
  void refresh(PlannedProgram planned) {
    for (FusedStep step : planned.steps()) {
      if (takes(step)) {
        for (FusedStep product : step.products()) {
          planned.weights(product).ifPresent(folded -> refresh(planned, product, folded));
        }
      }
    }
  }

  private void refresh(PlannedProgram planned, FusedStep step, FoldedWeights folded) {
    Weights key = weights.computeIfAbsent(step, s -> weights(planned, s));
    if (folded.refresh() || !starts.containsKey(key)) {
      if (key.planar()) {
        planar.put(key, packPlanar((Conv2d) step.op(), folded.product()));
      } else {
        convolutions.put(key, pack(key, folded.product()));
      }
      int channels = planned.traced(step.out().getFirst()).shape().dim(1);
      starts.put(key, MapEpilogue.start(channels));
    }
    folded.releaseProduct();
  }

  /** What a chain knows of its core. */
  static ConvolutionChain.Core core(FusedStep step, Shape weight) {
    return new ConvolutionChain.Core(((Conv2d) step.op()).geometry(), weight.dim(2), weight.dim(0));
  }

  private ConvolutionChain chain(PlannedProgram planned, List<FusedStep> stages) {
    FusedStep core = stages.get(1);
    return new ConvolutionChain(
        (DirectConvolution) convolution(stages.getFirst()),
        convolution(core),
        core(core, planned.traced(core.in().get(1)).shape()),
        (DirectConvolution) convolution(stages.getLast()));
  }

  private MapConvolution convolution(FusedStep step) {
    return convolutions.get(weights.get(step));
  }

  private Weights weights(PlannedProgram planned, FusedStep step) {
    return new Weights(
        step.in().subList(1, step.in().size()),
        step.batchNorm(),
        step.op(),
        isPlanar(step),
        tile(planned, step));
  }

  /** The tile that suits a convolution at the traced sizes; empty for none. */
  private Optional<WinogradTile> tile(PlannedProgram planned, FusedStep step) {
    Shape weight = planned.traced(step.in().get(1)).shape();
    if (!(step.op() instanceof Conv2d conv)
        || isPlanar(step)
        || !planned.numerics().winograd()
        || !WinogradTile.handles(conv.geometry(), weight.dim(2), weight.dim(3))) {
      return Optional.empty();
    }
    int to = step.out().getFirst();
    TensorType traced = planned.traced(to);
    TensorType type = rowsAlike ? traced.withShape(traced.shape().with(0, 1)) : traced;
    return WinogradTile.choose(weight.dim(1), lowering.extent(to, type));
  }

  private boolean isPlanar(FusedStep step) {
    return step.op() instanceof Conv2d && !lowering.isInBlocks(step.in().getFirst());
  }

  private static PlanarConvolution packPlanar(Conv2d conv, Operand weight) {
    return new PlanarConvolution(
        conv.geometry(),
        weight.dim(0),
        weight.dim(1),
        weight.dim(2),
        weight.dim(3),
        HostStorage.floats(weight),
        weight.offset());
  }

  private MapConvolution pack(Weights key, Operand weight) {
    float[] values = HostStorage.floats(weight);
    return switch (key.op()) {
      case Conv2d conv when key.tile().isPresent() ->
          new WinogradConvolution(
              workers,
              key.tile().get(),
              conv.geometry(),
              weight.dim(0),
              weight.dim(1),
              values,
              FilterOrder.forward(weight.dim(1), weight.dim(2) * weight.dim(3), weight.offset()));
      case Conv2d conv ->
          new DirectConvolution(
              workers,
              conv.geometry(),
              weight.dim(0),
              weight.dim(1),
              weight.dim(2),
              weight.dim(3),
              values,
              weight.offset());
      case ConvTranspose2d _ ->
          new SpreadingConvolution(
              weight.dim(0), weight.dim(1), weight.dim(2), weight.dim(3), values, weight.offset());
      default -> throw new IllegalStateException("plan: " + key.op().name() + " has no weights");
    };
  }

  /** The way in which a step is computed, for reports. */
  String algorithm(PlannedProgram planned, FusedStep step) {
    return switch (step.op()) {
      case ChainedConvolutions(List<FusedStep> stages) -> chain(planned, stages).algorithm();
      case BlockStep _, Nearest _ -> "kernel, channels in blocks";
      default ->
          isPlanar(step)
              ? "direct, from planes into blocks of channels"
              : convolution(step).algorithm();
    };
  }

  /**
   * Runs a step.
   *
   * @param planned knows the weights
   * @param types of all values
   * @param places of all values
   */
  void run(PlannedProgram planned, FusedStep step, TensorType[] types, Operand[] places) {
    int from = step.in().getFirst();
    int to = step.out().getFirst();
    switch (step.op()) {
      case EnterBlocks _ ->
          Reorder.enter(
              workers,
              HostStorage.floats(places[from]),
              places[from].offset(),
              map(to, types, places));
      case LeaveBlocks _ ->
          Reorder.leave(
              workers,
              map(from, types, places),
              HostStorage.floats(places[to]),
              places[to].offset());
      case MaximumInBlocks pool ->
          MaximumOfWindows.run(
              workers, pool.geometry(), map(from, types, places), map(to, types, places));
      case Nearest _ ->
          NearestPixels.run(workers, map(from, types, places), map(to, types, places));
      case Conv2d _ when isPlanar(step) ->
          planar
              .get(weights.get(step))
              .run(
                  workers,
                  HostStorage.floats(places[from]),
                  places[from].offset(),
                  places[from].dim(2),
                  places[from].dim(3),
                  epilogue(planned, step, types, places),
                  map(to, types, places));
      case ChainedConvolutions(List<FusedStep> stages) ->
          chain(planned, stages)
              .run(
                  workers,
                  map(from, types, places),
                  epilogue(planned, stages.getLast(), types, places),
                  map(to, types, places));
      default ->
          convolution(step)
              .run(
                  workers,
                  map(from, types, places),
                  epilogue(planned, step, types, places),
                  map(to, types, places));
    }
  }

  private MapEpilogue epilogue(
      PlannedProgram planned, FusedStep step, TensorType[] types, Operand[] places) {
    float[] start = starts.get(weights.get(step));
    Optional<Operand> own =
        step.in().size() == 3 ? Optional.of(places[step.in().get(2)]) : Optional.empty();
    planned
        .weights(step)
        .flatMap(FoldedWeights::bias)
        .or(() -> own)
        .ifPresent(bias ->
            System.arraycopy(HostStorage.floats(bias), bias.offset(), start, 0, bias.elements()));
    BlockedMap residual =
        step.residual().isPresent() ? map(step.residual().getAsInt(), types, places) : null;
    return new MapEpilogue(start, residual, step.relu());
  }

  private BlockedMap map(int value, TensorType[] types, Operand[] places) {
    return new BlockedMap(
        HostStorage.floats(places[value]),
        places[value].offset(),
        lowering.extent(value, types[value]));
  }
}
