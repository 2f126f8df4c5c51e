package org.tucana.core.op;

import java.util.Arrays;
import java.util.List;
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

/**
 * Matrix products: a [..,m,k] times b [..,k,n] is y [..,m,n]; the leading axes broadcast. Any
 * strides will do, so that transposed operands cost no copy.
 */
public record Matmul() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType a = in.get(0);
    TensorType b = in.get(1);
    Check.floating(this, "left matrix", a);
    Check.like(this, "right matrix", b, a);
    matrix("left", a.shape());
    matrix("right", b.shape());
    if (a.shape().dim(-1) != b.shape().dim(-2)) {
      throw Check.refuse(
          this,
          "the left matrix has "
              + a.shape().dim(-1)
              + " columns but the right one "
              + b.shape().dim(-2)
              + " rows (left "
              + a.shape()
              + ", right "
              + b.shape()
              + "); permute or reshape one of them");
    }
    int[] y = Arrays.copyOf(leading(a.shape(), b.shape()), leadingRank(a.shape(), b.shape()) + 2);
    y[y.length - 2] = a.shape().dim(-2);
    y[y.length - 1] = b.shape().dim(-1);
    return List.of(a.withShape(Shape.of(y)));
  }

  private void matrix(String side, Shape shape) {
    if (shape.rank() < 2) {
      throw Check.refuse(
          this, "the " + side + " matrix needs at least 2 axes, got " + shape + "; reshape it");
    }
  }

  private static int leadingRank(Shape a, Shape b) {
    return Math.max(a.rank(), b.rank()) - 2;
  }

  private int[] leading(Shape a, Shape b) {
    return Shape.broadcast(name(), batch(a), batch(b)).dims();
  }

  private static Shape batch(Shape matrices) {
    return Shape.of(Arrays.copyOf(matrices.dims(), matrices.rank() - 2));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand y = out.getFirst();
    kernels
        .matmul()
        .multiply(
            repeated(in.get(0), y.shape()),
            repeated(in.get(1), y.shape()),
            Epilogue.none(),
            y,
            workspace);
  }

  private static Operand repeated(Operand matrices, Shape y) {
    return matrices.broadcastTo(y.with(-2, matrices.dim(-2)).with(-1, matrices.dim(-1)));
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  /** da = dy b^T and db = a^T dy, summed over the leading axes that were repeated. */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(
                Rules.when(
                    wanted,
                    0,
                    () ->
                        Rules.reduceTo(
                            Products.matmul(dy, Products.transpose(saved.input(1))),
                            saved.inputType(0))),
                Rules.when(
                    wanted,
                    1,
                    () ->
                        Rules.reduceTo(
                            Products.matmul(Products.transpose(saved.input(0)), dy),
                            saved.inputType(1))))));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    long depth = in.getFirst().shape().dim(-1);
    return Cost.of(depth * out.getFirst().shape().elements(), 0, in, out);
  }
}
