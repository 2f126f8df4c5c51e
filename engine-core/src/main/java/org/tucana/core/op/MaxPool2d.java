package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * The largest value of each window of x [N,C,H,W]: outputs y [N,C,P,Q] and the place of each
 * maximum as y * W + x (INT32); of equal values the first counts and gets the gradient.
 */
public record MaxPool2d(PoolGeometry geometry) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    TensorType x = in.getFirst();
    Check.pictures(this, "input", x);
    int rows = geometry.output(x.shape().dim(2));
    int columns = geometry.output(x.shape().dim(3));
    if (rows < 1 || columns < 1) {
      throw Check.refuse(
          this,
          "the window does not fit the padded input (input "
              + x.shape()
              + ", "
              + geometry
              + "); use a smaller window or a larger picture");
    }
    TensorType y = x.withShape(x.shape().with(2, rows).with(3, columns));
    return List.of(y, y.withDtype(DType.INT32));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pooling().maximum(geometry, in.getFirst(), out.get(0), out.get(1));
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(1),
        (saved, dy) -> {
          Shape x = saved.inputType(0).shape();
          return dy.session().one(new MaxPool2dGradient(x.dim(2), x.dim(3)), dy, saved.output(1));
        });
  }

  /** One comparison for each cell of a window. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput((long) geometry.size() * geometry.size(), in, out);
  }
}
