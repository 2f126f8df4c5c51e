package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * The transpose of {@link Conv2d}, which spreads each input value over a kernel (a learned
 * upsampling): x [N,C,H,W], weight [C,K/G,R,S], bias [K] (may be left out), y [N,K,P,Q] with P = (H
 * - 1) * stride - 2 * padding + dilation * (R - 1) + 1 and Q likewise.
 */
public record ConvTranspose2d(ConvGeometry geometry) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 3);
    TensorType x = in.get(0);
    TensorType weight = in.get(1);
    Check.pictures(this, "input", x);
    Check.rank(this, "weight", weight, 4, "[C,K/G,R,S]");
    Check.like(this, "weight", weight, x);
    Shape w = weight.shape();
    if (x.shape().dim(1) != w.dim(0)) {
      throw Check.refuse(
          this,
          "input has "
              + x.shape().dim(1)
              + " channels but the weight expects "
              + w.dim(0)
              + " (input "
              + x.shape()
              + ", weight "
              + w
              + "); pass an input with "
              + w.dim(0)
              + " channels");
    }
    ConvChecks.filters(this, geometry, w);
    int channels = w.dim(1) * geometry.groups();
    if (in.size() == 3) {
      Check.shape(this, "bias", in.get(2), Shape.of(channels));
      Check.like(this, "bias", in.get(2), x);
    }
    int rows = rows(x.shape(), w);
    int columns = columns(x.shape(), w);
    if (rows < 1 || columns < 1) {
      throw Check.refuse(
          this,
          "the padding leaves no output (input "
              + x.shape()
              + ", weight "
              + w
              + ", "
              + geometry
              + "); pad less");
    }
    return List.of(x.withShape(Shape.of(x.shape().dim(0), channels, rows, columns)));
  }

  private int rows(Shape x, Shape weight) {
    return (x.dim(2) - 1) * geometry.strideY()
        - 2 * geometry.padY()
        + geometry.dilationY() * (weight.dim(2) - 1)
        + 1;
  }

  private int columns(Shape x, Shape weight) {
    return (x.dim(3) - 1) * geometry.strideX()
        - 2 * geometry.padX()
        + geometry.dilationX() * (weight.dim(3) - 1)
        + 1;
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand y = out.getFirst();
    Operand spread = in.size() == 3 ? workspace.scratch(y.type()) : y;
    kernels.convolution().inputGradient(geometry, in.get(0), in.get(1), spread, workspace);
    if (in.size() == 3) {
      Operand bias = in.get(2).reshape(Shape.of(y.dim(1), 1, 1)).broadcastTo(y.shape());
      kernels.pointwise().binary(BinaryFunction.ADD, spread, bias, y);
    }
  }

  /**
   * The roles change: dx is a convolution of dy, and dw the weight gradient of that convolution.
   */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Shape weight = saved.inputType(1).shape();
          return List.of(
              Rules.when(
                  wanted,
                  0,
                  () -> Convolutions.conv2d(dy, saved.input(1), Optional.empty(), geometry)),
              Rules.when(
                  wanted,
                  1,
                  () ->
                      dy.session()
                          .one(
                              new Conv2dWeightGradient(geometry, weight.dim(2), weight.dim(3)),
                              dy,
                              saved.input(0))),
              Rules.when(wanted, 2, () -> Reductions.sum(dy, 0, 2, 3)));
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    long macs = ConvChecks.macs(in.get(0).shape(), in.get(1).shape());
    return Cost.of(macs, in.size() == 3 ? out.getFirst().shape().elements() : 0, in, out);
  }
}
