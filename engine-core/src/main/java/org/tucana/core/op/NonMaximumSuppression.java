package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Keeps boxes in the order of falling scores and drops those that overlap a kept one of their group
 * by more than the threshold. Inputs: boxes [B,4], scores [B], groups INT32 [B]. Outputs: positions
 * of the kept boxes, then -1 (INT32 [B], or as many as are wanted), and their number (INT32 []).
 *
 * @param threshold not negative
 * @param most how many boxes are wanted, at least 1: the surest of those kept
 */
public record NonMaximumSuppression(double threshold, int most) implements Op {
  public NonMaximumSuppression {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException(
          "non-maximum suppression: the threshold must not be negative, got " + threshold);
    }
    if (most < 1) {
      throw new IllegalArgumentException(
          "non-maximum suppression: at least one box must be wanted, got " + most);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 3);
    TensorType boxes = in.get(0);
    BoxChecks.boxes(this, boxes, boxes);
    BoxChecks.perBox(this, "scores", in.get(1), boxes);
    Check.like(this, "scores", in.get(1), boxes);
    BoxChecks.perBox(this, "groups", in.get(2), boxes);
    Check.dtype(this, "groups", in.get(2), DType.INT32);
    int wanted = Math.min(most, boxes.shape().dim(0));
    return List.of(
        new TensorType(Shape.of(wanted), DType.INT32), new TensorType(Shape.scalar(), DType.INT32));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .region()
        .nonMaximumSuppression(threshold, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("it is a selection");
  }

  /** The most there can be: every pair of boxes is compared, at 16 operations as in box IoU. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    long boxes = in.getFirst().shape().dim(0);
    return Cost.of(0, 16 * (boxes * (boxes - 1) / 2), in, out);
  }
}
