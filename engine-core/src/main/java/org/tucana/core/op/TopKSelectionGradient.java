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

/**
 * dx of {@link TopKSelection} from the values' gradient and the positions; {@code size} is x's last
 * axis.
 */
public record TopKSelectionGradient(int size) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType dy = in.get(0);
    Check.floating(this, "output gradient", dy);
    Check.axis(this, dy, dy.shape().rank() - 1);
    Check.shape(this, "positions", in.get(1), dy.shape());
    Check.dtype(this, "positions", in.get(1), DType.INT32);
    return List.of(dy.withShape(dy.shape().with(-1, size)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand dx = out.getFirst();
    int rows = size == 0 ? 0 : dx.elements() / size;
    for (int row = 0; row < rows; row++) {
      kernels
          .indexing()
          .selectGradient(
              0, row(in.get(0), row, rows), row(in.get(1), row, rows), row(dx, row, rows));
    }
  }

  private static Operand row(Operand x, int row, int rows) {
    int length = x.dim(-1);
    return x.reshape(Shape.of(rows, length)).slice(0, row, row + 1).reshape(Shape.of(length));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a selection");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
