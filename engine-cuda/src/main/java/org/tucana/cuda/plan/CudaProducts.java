package org.tucana.cuda.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.plan.ChainedConvolutions;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.PlannedProgram;
import org.tucana.core.plan.StepProducts;
import org.tucana.core.type.Shape;
import org.tucana.cuda.kernel.ChainSizes;
import org.tucana.cuda.kernel.FusedChain;
import org.tucana.cuda.kernel.OutputFinish;
import org.tucana.cuda.launch.Launcher;

/**
 * The products of a plan by cuDNN and cuBLAS, and chains of convolutions by a kernel of our own. Of
 * a convolution that writes channels last, all operands are brought into that order; its weight,
 * where it is known before, once for all runs. Filters of chains are packed as seldom.
 */
final class CudaProducts implements StepProducts {
  private final PlannedProgram planned;
  private final Kernels kernels;
  private final OutputFinish finish;
  private final FusedChain chain;
  private final Map<FusedStep, Operand> reordered;
  private final Map<FusedStep, Operand> packed;

  CudaProducts(PlannedProgram planned, Kernels kernels, Launcher launcher) {
    this(
        planned,
        kernels,
        new OutputFinish(launcher),
        new FusedChain(launcher),
        new HashMap<>(),
        new HashMap<>());
  }

  private CudaProducts(
      PlannedProgram planned,
      Kernels kernels,
      OutputFinish finish,
      FusedChain chain,
      Map<FusedStep, Operand> reordered,
      Map<FusedStep, Operand> packed) {
    this.planned = planned;
    this.kernels = kernels;
    this.finish = finish;
    this.chain = chain;
    this.reordered = reordered;
    this.packed = packed;
  }

  /** The same products by other kernels. */
  CudaProducts with(Kernels others) {
    return new CudaProducts(planned, others, finish, chain, reordered, packed);
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  /** From now on a step's weight is read from this place, where its channels are innermost. */
  void keepReordered(FusedStep step, Operand place) {
    reordered.put(step, place);
  }

  /**
   * From now on the filters of a stage of a chain are read from this place, where they are packed.
   */
  void keepPacked(FusedStep stage, Operand place) {
    packed.put(stage, place);
  }

  /** Brings a step's weight to where it is kept in another order or packed, if it is. */
  void prepare(FusedStep step, Operand weight) {
    if (reordered.containsKey(step)) {
      kernels.pointwise().copy(weight, reordered.get(step));
    }
    if (packed.containsKey(step)) {
      chain.pack(weight, packed.get(step));
    }
  }

  @Override
  public boolean takes(FusedStep step) {
    return step.op() instanceof ChainedConvolutions;
  }

  /** Runs a chain. */
  @Override
  public void run(FusedStep step, Operand[] places, Workspace workspace) {
    List<FusedStep> stages = step.products();
    Operand x = inOrder(false, places[step.in().getFirst()], workspace);
    Epilogue epilogue = planned.epilogue(stages.getLast(), places);
    chain.run(
        sizes(stages, x.shape()),
        x,
        stages.stream().map(packed::get).toList(),
        inOrder(false, epilogue, workspace),
        places[step.out().getFirst()]);
  }

  private ChainSizes sizes(List<FusedStep> stages, Shape x) {
    Conv2d core = (Conv2d) stages.get(1).op();
    return ChainSizes.of(
            core.geometry(), x, filters(stages.get(1)), filters(stages.getLast()).dim(0))
        .orElseThrow();
  }

  private Shape filters(FusedStep stage) {
    return planned.weights(stage).orElseThrow().product().shape();
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
    boolean channelsLast = !y.isRowMajor();
    kernels
        .convolution()
        .forward(
            conv.geometry(),
            inOrder(channelsLast, x, workspace),
            reordered.getOrDefault(step, weight),
            inOrder(channelsLast, epilogue, workspace),
            y,
            workspace);
  }

  private Epilogue inOrder(boolean channelsLast, Epilogue epilogue, Workspace workspace) {
    return new Epilogue(
        epilogue.bias(),
        epilogue.residual().map(residual -> inOrder(channelsLast, residual, workspace)),
        epilogue.relu());
  }

  /** The operand in the order wanted: itself, or a copy. */
  private Operand inOrder(boolean channelsLast, Operand x, Workspace workspace) {
    boolean fits = channelsLast ? ChannelsLast.is(x) : x.isRowMajor();
    if (fits) {
      return x;
    }
    Operand place = workspace.scratch(x.type());
    Operand copy = channelsLast ? ChannelsLast.of(place) : place;
    kernels.pointwise().copy(x, copy);
    return copy;
  }

  @Override
  public void transposed(
      ConvTranspose2d conv,
      Operand x,
      Operand weight,
      Epilogue epilogue,
      Operand y,
      Workspace workspace) {
    kernels.convolution().inputGradient(conv.geometry(), x, weight, y, workspace);
    finish.apply(epilogue, y.dim(1), (long) y.dim(2) * y.dim(3), y);
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
    kernels.matmul().multiply(x, weight.permute(1, 0), epilogue, y, workspace);
  }
}
