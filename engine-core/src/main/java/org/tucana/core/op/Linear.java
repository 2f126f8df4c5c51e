package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** y = x weight^T + bias: x [N,in], weight [out,in], bias [out] (may be left out), y [N,out]. */
public record Linear() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 3);
    TensorType x = in.get(0);
    TensorType weight = in.get(1);
    Check.rank(this, "input", x, 2, "[N,in]");
    Check.floating(this, "input", x);
    Check.rank(this, "weight", weight, 2, "[out,in]");
    Check.like(this, "weight", weight, x);
    if (x.shape().dim(1) != weight.shape().dim(1)) {
      throw Check.refuse(
          this,
          "input has "
              + x.shape().dim(1)
              + " features but the weight expects "
              + weight.shape().dim(1)
              + " (input "
              + x.shape()
              + ", weight "
              + weight.shape()
              + "); pass an input with "
              + weight.shape().dim(1)
              + " features");
    }
    if (in.size() == 3) {
      Check.shape(this, "bias", in.get(2), Shape.of(weight.shape().dim(0)));
      Check.like(this, "bias", in.get(2), x);
    }
    return List.of(x.withShape(Shape.of(x.shape().dim(0), weight.shape().dim(0))));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Optional<Operand> bias = in.size() == 3 ? Optional.of(in.get(2)) : Optional.empty();
    kernels
        .matmul()
        .multiply(
            in.get(0), in.get(1).permute(1, 0), Epilogue.bias(bias), out.getFirst(), workspace);
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(
                Rules.when(wanted, 0, () -> Products.matmul(dy, saved.input(1))),
                Rules.when(wanted, 1, () -> Products.matmul(dy.permute(1, 0), saved.input(0))),
                Rules.when(wanted, 2, () -> Reductions.sum(dy, 0)))));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    long y = out.getFirst().shape().elements();
    return Cost.of(y * in.getFirst().shape().dim(1), in.size() == 3 ? y : 0, in, out);
  }
}
