package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.ViewOp;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * The same values repeated along axes of size 1 and new leading axes to fill a shape: a view that
 * takes no memory.
 */
public record BroadcastTo(Shape shape) implements ViewOp {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Shape from = in.getFirst().shape();
    if (from.rank() > shape.rank() || !Shape.broadcast(name(), from, shape).equals(shape)) {
      throw Check.refuse(
          this,
          from + " does not extend to " + shape + "; only axes of size 1 and new leading axes do");
    }
    return List.of(in.getFirst().withShape(shape));
  }

  @Override
  public Operand view(Operand in) {
    return in.broadcastTo(shape);
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.nothing(), (saved, dy) -> Rules.reduceTo(dy, saved.inputType(0)));
  }
}
