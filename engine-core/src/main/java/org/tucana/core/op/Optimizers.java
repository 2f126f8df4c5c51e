package org.tucana.core.op;

import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * Steps of optimisers. They are no operators: they overwrite parameters where these lie, all of
 * them in one call of a kernel, and belong to no loss.
 */
public final class Optimizers {
  private Optimizers() {}

  /** A parameter, its gradient and the momentum kept beside it, all of one type. */
  public record SgdUpdate(Parameter value, Tensor gradient, Parameter buffer) {
    public SgdUpdate {
      alike(value, "gradient", gradient.type());
      alike(value, "buffer", buffer.type());
    }
  }

  /** A parameter, its gradient and the two moments kept beside it, all of one type. */
  public record AdamUpdate(Parameter value, Tensor gradient, Parameter moment1, Parameter moment2) {
    public AdamUpdate {
      alike(value, "gradient", gradient.type());
      alike(value, "first moment", moment1.type());
      alike(value, "second moment", moment2.type());
    }
  }

  private static void alike(Parameter value, String what, TensorType type) {
    if (!type.equals(value.type())) {
      throw new ShapeException(
          "optimiser: the "
              + what
              + " of "
              + value.name()
              + " must be like it, expected "
              + value.type()
              + ", got "
              + type
              + "; pass what belongs to this parameter");
    }
  }

  /** Stochastic gradient descent with momentum. */
  public static void sgd(EagerSession session, Optimizer.Sgd step, List<SgdUpdate> updates) {
    try (Scope _ = session.scope()) {
      session
          .backend()
          .kernels()
          .optimizer()
          .sgd(
              step,
              updates.stream()
                  .map(u ->
                      new Optimizer.SgdTensors(
                          u.value().overwritten(),
                          session.rowMajorOf(u.gradient()),
                          u.buffer().overwritten()))
                  .toList());
    }
  }

  /** Adam, or AdamW where the decay is decoupled. */
  public static void adam(EagerSession session, Optimizer.Adam step, List<AdamUpdate> updates) {
    try (Scope _ = session.scope()) {
      session
          .backend()
          .kernels()
          .optimizer()
          .adam(
              step,
              updates.stream()
                  .map(u ->
                      new Optimizer.AdamTensors(
                          u.value().overwritten(),
                          session.rowMajorOf(u.gradient()),
                          u.moment1().overwritten(),
                          u.moment2().overwritten()))
                  .toList());
    }
  }
}
