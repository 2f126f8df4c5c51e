package org.tucana.cuda.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tucana.core.Program;
import org.tucana.core.op.Conv2d;
import org.tucana.core.plan.ConvolutionChains;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.Lowering;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.DeviceLimits;
import org.tucana.cuda.kernel.ChainKernel;
import org.tucana.cuda.kernel.ChainSizes;

/**
 * Makes one step of three convolutions where a kernel does them at once and that pays at the traced
 * sizes.
 *
 * @param limits of the device
 */
record ChainLowering(DeviceLimits limits) implements Lowering {
  @Override
  public Lowered lower(Program program, List<FusedStep> steps, Map<Integer, TensorType> types) {
    ConvolutionChains chains =
        ConvolutionChains.find(program, steps, types, _ -> true, stages -> suits(stages, types));
    List<FusedStep> lowered = new ArrayList<>();
    for (FusedStep step : steps) {
      if (!chains.isInner(step)) {
        lowered.add(chains.endingIn(step).map(ConvolutionChains::joined).orElse(step));
      }
    }
    return NONE.lower(program, lowered, types);
  }

  private boolean suits(List<FusedStep> stages, Map<Integer, TensorType> types) {
    FusedStep core = stages.get(1);
    Shape x = types.get(stages.getFirst().in().getFirst()).shape();
    Shape weight = types.get(core.in().get(1)).shape();
    int results = types.get(stages.getLast().in().get(1)).shape().dim(0);
    return ChainSizes.of(((Conv2d) core.op()).geometry(), x, weight, results)
        .flatMap(sizes ->
            ChainKernel.of(sizes, limits).filter(kernel -> kernel.pays(sizes, limits.processors())))
        .isPresent();
  }
}
