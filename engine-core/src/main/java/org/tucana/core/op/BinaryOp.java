package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Op;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What operators over two broadcast operands of one element type share. */
public sealed interface BinaryOp extends Op
    permits Add, Subtract, Multiply, Divide, Maximum, Minimum, Greater, GreaterEqual, Equal {
  BinaryFunction function();

  /** Element type of the output for that of the operands. */
  default DType result(DType operands) {
    return operands;
  }

  @Override
  default List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType a = in.get(0);
    TensorType b = in.get(1);
    Check.arithmetic(this, "first operand", a);
    Check.like(this, "second operand", b, a);
    return List.of(
        new TensorType(Shape.broadcast(name(), a.shape(), b.shape()), result(a.dtype())));
  }

  @Override
  default void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand y = out.getFirst();
    kernels
        .pointwise()
        .binary(function(), in.get(0).broadcastTo(y.shape()), in.get(1).broadcastTo(y.shape()), y);
  }

  @Override
  default boolean takesViews() {
    return true;
  }

  @Override
  default Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(1, in, out);
  }
}
