package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Optimizer;

/** Steps of optimisers, one parameter at a time; all tensors of one shape. */
public final class Optimizers {
  private Optimizers() {}

  /** Stochastic gradient descent with momentum. */
  public static SgdResult sgdStep(
      Tensor value, Tensor gradient, Tensor buffer, Optimizer.Sgd step) {
    List<Tensor> out = value.session().run(new SgdStep(step), List.of(value, gradient, buffer));
    return new SgdResult(out.get(0), out.get(1));
  }

  /** Adam, or AdamW where the decay is decoupled. */
  public static AdamResult adamStep(
      Tensor value, Tensor gradient, Tensor moment1, Tensor moment2, Optimizer.Adam step) {
    List<Tensor> out =
        value.session().run(new AdamStep(step), List.of(value, gradient, moment1, moment2));
    return new AdamResult(out.get(0), out.get(1), out.get(2));
  }

  /** What a step of gradient descent gives. */
  public record SgdResult(Tensor value, Tensor buffer) {}

  /** What a step of Adam gives. */
  public record AdamResult(Tensor value, Tensor moment1, Tensor moment2) {}
}
