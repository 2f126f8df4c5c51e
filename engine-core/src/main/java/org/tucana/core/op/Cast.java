package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;

/**
 * The same values in another element type: to integers towards zero, to BOOL whether unlike 0, to
 * narrower floats to nearest.
 */
public record Cast(DType to) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    return List.of(in.getFirst().withDtype(to));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().copy(in.getFirst(), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return to.isDifferentiable()
        ? Rules.single(
            Retain.nothing(), (saved, dy) -> Arithmetic.cast(dy, saved.inputType(0).dtype()))
        : new Gradient.None("there are no gradients in " + to);
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
