package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Session;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Cross-correlation over rows and columns. N pictures, C input and K output channels, G groups, R x
 * S kernel: x [N,C,H,W], weight [K,C/G,R,S], bias [K] (may be left out), y [N,K,P,Q].
 */
public record Conv2d(ConvGeometry geometry) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 3);
    TensorType x = in.get(0);
    TensorType weight = in.get(1);
    Check.pictures(this, "input", x);
    Check.rank(this, "weight", weight, 4, "[K,C/G,R,S]");
    Check.like(this, "weight", weight, x);
    ConvChecks.channels(this, geometry, x.shape(), weight.shape());
    int filters = weight.shape().dim(0);
    if (in.size() == 3) {
      Check.shape(this, "bias", in.get(2), Shape.of(filters));
      Check.like(this, "bias", in.get(2), x);
    }
    int rows = geometry.outputRows(x.shape().dim(2), weight.shape().dim(2));
    int columns = geometry.outputColumns(x.shape().dim(3), weight.shape().dim(3));
    if (rows < 1 || columns < 1) {
      throw Check.refuse(
          this,
          "the kernel does not fit the padded input (input "
              + x.shape()
              + ", weight "
              + weight.shape()
              + ", "
              + geometry
              + "); pad more or use a larger picture");
    }
    return List.of(x.withShape(Shape.of(x.shape().dim(0), filters, rows, columns)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Optional<Operand> bias = in.size() == 3 ? Optional.of(in.get(2)) : Optional.empty();
    kernels
        .convolution()
        .forward(geometry, in.get(0), in.get(1), Epilogue.bias(bias), out.getFirst(), workspace);
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Session session = dy.session();
          Shape x = saved.inputType(0).shape();
          Shape weight = saved.inputType(1).shape();
          return List.of(
              Rules.when(
                  wanted,
                  0,
                  () ->
                      session.one(
                          new Conv2dInputGradient(geometry, x.dim(2), x.dim(3)),
                          dy,
                          saved.input(1))),
              Rules.when(
                  wanted,
                  1,
                  () ->
                      session.one(
                          new Conv2dWeightGradient(geometry, weight.dim(2), weight.dim(3)),
                          saved.input(0),
                          dy)),
              Rules.when(wanted, 2, () -> Reductions.sum(dy, 0, 2, 3)));
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    Shape y = out.getFirst().shape();
    return Cost.of(
        ConvChecks.macs(y, in.get(1).shape()), in.size() == 3 ? y.elements() : 0, in, out);
  }
}
