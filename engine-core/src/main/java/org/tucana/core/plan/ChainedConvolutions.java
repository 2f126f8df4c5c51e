package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/**
 * Three convolutions with nothing between them, as one step of a plan ({@link ConvolutionChains}).
 *
 * @param stages each reads what the one before writes, which nobody else sees
 */
public record ChainedConvolutions(List<FusedStep> stages) implements StepChain {
  public ChainedConvolutions {
    stages = List.copyOf(stages);
  }

  /** Inputs are the map, then the weights of the stages, then the last one's bias. */
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    TensorType map = in.getFirst();
    for (int i = 0; i < stages.size(); i++) {
      List<TensorType> own = new ArrayList<>(List.of(map, in.get(i + 1)));
      if (i == stages.size() - 1) {
        own.addAll(in.subList(i + 2, in.size()));
      }
      map = stages.get(i).op().infer(own).getFirst();
    }
    return List.of(map);
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    throw new IllegalStateException(name() + ": only a plan of a backend that chains runs it");
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("it is a step of a plan");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
