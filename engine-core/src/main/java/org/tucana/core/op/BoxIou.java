package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Intersection over union of each box of a [A,4] with each of b [B,4]: y [A,B]. */
public record BoxIou() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType a = in.get(0);
    BoxChecks.boxes(this, a, a);
    BoxChecks.boxes(this, in.get(1), a);
    return List.of(a.withShape(Shape.of(a.shape().dim(0), in.get(1).shape().dim(0))));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.region().boxIou(in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("overlaps match boxes; nothing is learned through them");
  }

  /** Sides, areas, intersection, union and quotient. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(16, in, out);
  }
}
