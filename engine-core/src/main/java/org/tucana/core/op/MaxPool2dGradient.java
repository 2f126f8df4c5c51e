package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;

/** dx [N,C,rows,columns] of {@link MaxPool2d} from dy and the places of the maxima. */
public record MaxPool2dGradient(int rows, int columns) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType dy = in.get(0);
    Check.pictures(this, "output gradient", dy);
    Check.shape(this, "places", in.get(1), dy.shape());
    Check.dtype(this, "places", in.get(1), DType.INT32);
    return List.of(dy.withShape(dy.shape().with(2, rows).with(3, columns)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pooling().maximumGradient(in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a maximum");
  }

  /** One addition for each dy. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
