package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** dx of {@link Select} from dy and the index; {@code size} is x's size along the axis. */
public record SelectGradient(int axis, int size) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType dy = in.get(0);
    Check.floating(this, "output gradient", dy);
    Check.axis(this, dy, axis);
    Check.shape(this, "index", in.get(1), Shape.of(dy.shape().dim(axis)));
    Check.dtype(this, "index", in.get(1), DType.INT32);
    return List.of(dy.withShape(dy.shape().with(axis, size)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.indexing().selectGradient(axis, in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a selection");
  }

  /** One addition for each dy. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
