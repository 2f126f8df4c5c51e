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

/** dw [K,C/G,R,S] of {@link Conv2d} from x [N,C,H,W] and dy [N,K,P,Q]. */
public record Conv2dWeightGradient(ConvGeometry geometry, int kernelRows, int kernelColumns)
    implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType x = in.get(0);
    TensorType dy = in.get(1);
    Check.pictures(this, "input", x);
    Check.pictures(this, "output gradient", dy);
    Check.like(this, "output gradient", dy, x);
    if (x.shape().dim(1) % geometry.groups() != 0) {
      throw Check.refuse(
          this,
          "the "
              + x.shape().dim(1)
              + " channels of the input "
              + x.shape()
              + " do not divide into "
              + geometry.groups()
              + " groups; choose groups that divide them");
    }
    Shape weight =
        Shape.of(
            dy.shape().dim(1), x.shape().dim(1) / geometry.groups(), kernelRows, kernelColumns);
    ConvChecks.filters(this, geometry, weight);
    Check.shape(
        this,
        "output gradient",
        dy,
        Shape.of(
            x.shape().dim(0),
            weight.dim(0),
            geometry.outputRows(x.shape().dim(2), kernelRows),
            geometry.outputColumns(x.shape().dim(3), kernelColumns)));
    return List.of(x.withShape(weight));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.convolution().weightGradient(geometry, in.get(0), in.get(1), out.getFirst(), workspace);
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is a gradient of conv2d");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(ConvChecks.macs(in.get(1).shape(), out.getFirst().shape()), 0, in, out);
  }
}
