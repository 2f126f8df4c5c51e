package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * dx [N,C,rows,columns] of {@link Conv2d} from dy [N,K,P,Q] and weight [K,C/G,R,S]; the picture's
 * size is named because several sizes give the same P and Q.
 */
public record Conv2dInputGradient(ConvGeometry geometry, int rows, int columns) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType dy = in.get(0);
    TensorType weight = in.get(1);
    Check.pictures(this, "output gradient", dy);
    Check.rank(this, "weight", weight, 4, "[K,C/G,R,S]");
    Check.like(this, "weight", weight, dy);
    Shape w = weight.shape();
    ConvChecks.filters(this, geometry, w);
    ConvChecks.outputGradient(this, geometry, dy, w, rows, columns);
    return List.of(
        dy.withShape(Shape.of(dy.shape().dim(0), w.dim(1) * geometry.groups(), rows, columns)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.convolution().inputGradient(geometry, in.get(0), in.get(1), out.getFirst(), workspace);
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is a gradient of conv2d");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(ConvChecks.macs(in.get(0).shape(), in.get(1).shape()), 0, in, out);
  }
}
