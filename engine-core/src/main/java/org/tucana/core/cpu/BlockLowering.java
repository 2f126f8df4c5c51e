package org.tucana.core.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tucana.core.Program;
import org.tucana.core.cpu.BlockStep.EnterBlocks;
import org.tucana.core.cpu.BlockStep.LeaveBlocks;
import org.tucana.core.cpu.BlockStep.MaximumInBlocks;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.PlanarConvolution;
import org.tucana.core.cpu.blocked.SpreadingConvolution;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.MaxPool2d;
import org.tucana.core.op.Nearest;
import org.tucana.core.plan.ConvolutionChains;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.Lowering;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Puts the maps between convolutions into blocks of channels: convolutions write them, and with
 * them poolings and resizings that read one. Each value may exist in both orders; steps that bring
 * it from one to the other are added where somebody reads the other.
 */
final class BlockLowering implements Lowering {
  private final boolean chained;
  private final Map<Integer, Integer> halos = new HashMap<>();
  private final Set<FusedStep> taken = new HashSet<>();

  /**
   * @param chained whether convolutions with nothing between them become one step
   */
  BlockLowering(boolean chained) {
    this.chained = chained;
  }

  /** The steps that work on blocks. */
  Set<FusedStep> taken() {
    return taken;
  }

  /** Whether a value is a map in blocks. */
  boolean isInBlocks(int value) {
    return halos.containsKey(value);
  }

  /** The map of a value at a size. */
  MapExtent extent(int value, TensorType type) {
    Shape shape = type.shape();
    return new MapExtent(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3), halos.get(value));
  }

  @Override
  public Lowered lower(Program program, List<FusedStep> steps, Map<Integer, TensorType> types) {
    Pass pass = new Pass(program, steps, types);
    List<FusedStep> lowered = pass.run();
    return new Lowered(
        lowered,
        pass.types,
        (value, type) ->
            halos.containsKey(value) ? extent(value, type).length() : type.shape().elements(),
        value -> !halos.containsKey(value));
  }

  /** One lowering. */
  private final class Pass {
    private final Program program;
    private final List<FusedStep> steps;
    private final Map<Integer, TensorType> types;
    private final Set<FusedStep> chosen = new HashSet<>();

    /** Values that are first made in blocks. */
    private final Set<Integer> madeInBlocks = new HashSet<>();

    /** For each value that somebody reads or writes in blocks, its number there. */
    private final Map<Integer, Integer> inBlocks = new HashMap<>();

    private final List<FusedStep> out = new ArrayList<>();
    private int next;

    Pass(Program program, List<FusedStep> steps, Map<Integer, TensorType> types) {
      this.program = program;
      this.steps = steps;
      this.types = new HashMap<>(types);
      next = types.keySet().stream().mapToInt(value -> value + 1).max().orElse(0);
    }

    List<FusedStep> run() {
      Set<Integer> read = new HashSet<>(program.outputs());
      steps.forEach(step -> read.addAll(step.reads()));
      for (FusedStep step : steps) {
        if (worksOnBlocks(step, read)) {
          chosen.add(step);
          madeInBlocks.add(step.out().getFirst());
          maps(step, step).forEach(value -> inBlocks.computeIfAbsent(value, this::fresh));
        }
      }
      halos();
      ConvolutionChains chains =
          ConvolutionChains.find(
              program,
              steps,
              types,
              step -> chained && chosen.contains(step) && !isPlanar(step),
              stages -> isCore(stages.get(1)));
      Set<Integer> rowMajor = new HashSet<>(program.outputs());
      for (FusedStep step : steps) {
        if (!chosen.contains(step)) {
          rowMajor.addAll(step.reads());
        } else if (isPlanar(step)) {
          rowMajor.add(step.in().getFirst());
        }
      }
      Set<Integer> present = new HashSet<>();
      for (FusedStep step : steps) {
        if (chains.isInner(step)) {
          continue;
        }
        if (chosen.contains(step)) {
          List<FusedStep> stages = chains.endingIn(step).orElse(List.of(step));
          maps(stages.getFirst(), step).forEach(value -> enter(value, present));
          FusedStep onBlocks = onBlocks(stages);
          taken.add(onBlocks);
          out.add(onBlocks);
          int result = step.out().getFirst();
          present.add(result);
          if (rowMajor.contains(result)) {
            move(new LeaveBlocks(), inBlocks.get(result), result);
          }
        } else {
          out.add(step);
        }
      }
      return out;
    }

    private int fresh(int value) {
      types.put(next, types.get(value));
      return next++;
    }

    private boolean worksOnBlocks(FusedStep step, Set<Integer> read) {
      int x = step.in().isEmpty() ? -1 : step.in().getFirst();
      if (step.out().isEmpty() || types.get(step.out().getFirst()).dtype() != DType.FLOAT32) {
        return false;
      }
      return switch (step.op()) {
        case Conv2d conv -> conv.geometry().groups() == 1 && fixedFrom(step, 1);
        case ConvTranspose2d conv -> {
          Shape weight = types.get(step.in().get(1)).shape();
          yield SpreadingConvolution.handles(conv.geometry(), weight.dim(2), weight.dim(3))
              && step.residual().isEmpty()
              && fixedFrom(step, 1);
        }
        case MaxPool2d pool -> madeInBlocks.contains(x) && !read.contains(step.out().get(1));
        case Nearest nearest -> madeInBlocks.contains(x);
        default -> false;
      };
    }

    private boolean fixedFrom(FusedStep step, int from) {
      return step.in().subList(from, step.in().size()).stream()
          .allMatch(value ->
              program.parameters().containsKey(value) || program.constants().containsKey(value));
    }

    /** Whether a convolution reads its map row by row. */
    private boolean isPlanar(FusedStep step) {
      int x = step.in().getFirst();
      return step.op() instanceof Conv2d conv
          && !madeInBlocks.contains(x)
          && PlanarConvolution.suits(conv.geometry(), types.get(x).shape().dim(1));
    }

    /** The maps that steps from the first to the last read and write in blocks. */
    private List<Integer> maps(FusedStep first, FusedStep last) {
      List<Integer> maps = new ArrayList<>();
      if (!isPlanar(first)) {
        maps.add(first.in().getFirst());
      }
      last.residual().ifPresent(maps::add);
      maps.add(last.out().getFirst());
      return maps;
    }

    /** The halo of a map is the largest padding among the convolutions that read it. */
    private void halos() {
      inBlocks.values().forEach(value -> halos.put(value, 0));
      for (FusedStep step : chosen) {
        if (step.op() instanceof Conv2d conv && !isPlanar(step)) {
          ConvGeometry geometry = conv.geometry();
          halos.merge(
              inBlocks.get(step.in().getFirst()),
              Math.max(geometry.padY(), geometry.padX()),
              Math::max);
        }
      }
    }

    private boolean isCore(FusedStep step) {
      return BlockRunner.core(step, types.get(step.in().get(1)).shape()).isUsual();
    }

    /** Brings a value into blocks unless it is there or is about to be written there. */
    private void enter(int value, Set<Integer> present) {
      if (!madeInBlocks.contains(value) && present.add(value)) {
        move(new EnterBlocks(), value, inBlocks.get(value));
      }
    }

    private void move(BlockStep op, int from, int to) {
      FusedStep step =
          new FusedStep(
              op, List.of(from), List.of(to), Optional.empty(), OptionalInt.empty(), false, "");
      taken.add(step);
      out.add(step);
    }

    private FusedStep onBlocks(List<FusedStep> stages) {
      return stages.size() == 1
          ? onBlocks(stages.getFirst())
          : ConvolutionChains.joined(stages.stream().map(this::onBlocks).toList());
    }

    private FusedStep onBlocks(FusedStep step) {
      List<Integer> in = new ArrayList<>(step.in());
      if (!isPlanar(step)) {
        in.set(0, inBlocks.get(in.getFirst()));
      }
      OptionalInt residual =
          step.residual().isPresent()
              ? OptionalInt.of(inBlocks.get(step.residual().getAsInt()))
              : OptionalInt.empty();
      return new FusedStep(
          step.op() instanceof MaxPool2d pool ? new MaximumInBlocks(pool.geometry()) : step.op(),
          in,
          List.of(inBlocks.get(step.out().getFirst())),
          step.batchNorm(),
          residual,
          step.relu(),
          step.path());
    }
  }
}
