package org.tucana.core.cpu;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.op.MaxPool2d;
import org.tucana.core.type.TensorType;

/** What a plan does to maps in blocks beside convolving them. */
sealed interface BlockStep extends Op {
  /** A row-major map goes into blocks. */
  record EnterBlocks() implements BlockStep {}

  /** A map goes from blocks into row-major order. */
  record LeaveBlocks() implements BlockStep {}

  /** The largest values of windows, without their places. */
  record MaximumInBlocks(PoolGeometry geometry) implements BlockStep {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      return List.of(new MaxPool2d(geometry).infer(in).getFirst());
    }
  }

  /** The map has the sizes of its input. */
  @Override
  default List<TensorType> infer(List<TensorType> in) {
    return in;
  }

  @Override
  default void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    throw new IllegalStateException(name() + ": only a plan of the cpu runs it");
  }

  @Override
  default Gradient gradient() {
    return new Gradient.None("it is a step of a plan");
  }

  @Override
  default Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
