package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * The k largest values along the last axis in falling order, and their positions (INT32); equal
 * values keep the order of their positions.
 */
public record TopKSelection(int k) implements Op {
  public TopKSelection {
    if (k < 0) {
      throw new ShapeException("topK: k must not be negative, got " + k + "; choose 0 or more");
    }
  }

  @Override
  public String name() {
    return "topK";
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    TensorType x = in.getFirst();
    Check.floating(this, "input", x);
    if (x.shape().rank() == 0 || k > x.shape().dim(-1)) {
      throw Check.refuse(
          this,
          "there are no "
              + k
              + " values along the last axis of "
              + x.shape()
              + "; choose a k up to its size");
    }
    TensorType values = x.withShape(x.shape().with(-1, k));
    return List.of(values, values.withDtype(DType.INT32));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.reduction().topK(in.getFirst(), out.get(0), out.get(1));
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  /** Positions have no gradient; the values' gradient goes back to where they came from. */
  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(1),
        (saved, dy) ->
            dy.session()
                .one(
                    new TopKSelectionGradient(saved.inputType(0).shape().dim(-1)),
                    dy,
                    saved.output(1)));
  }

  /** A selection by comparisons alone. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
