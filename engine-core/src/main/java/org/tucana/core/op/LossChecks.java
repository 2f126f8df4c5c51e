package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What losses check alike. */
final class LossChecks {
  private LossChecks() {}

  /** Refuses other than logits [N,C], targets INT32 [N] and weights [C], if there are any. */
  static void classification(
      Op op, TensorType x, TensorType target, List<TensorType> classWeights) {
    Check.rank(op, "logits", x, 2, "[N,C]");
    Check.floating(op, "logits", x);
    Check.shape(op, "target", target, Shape.of(x.shape().dim(0)));
    Check.dtype(op, "target", target, DType.INT32);
    for (TensorType weights : classWeights) {
      Check.shape(op, "class weights", weights, Shape.of(x.shape().dim(1)));
      Check.like(op, "class weights", weights, x);
    }
  }

  /** Refuses a target unlike the input. */
  static void pair(Op op, TensorType x, TensorType target) {
    Check.floating(op, "input", x);
    Check.shape(op, "target", target, x.shape());
    Check.like(op, "target", target, x);
  }

  /** Refuses a loss gradient that is not a scalar. */
  static void lossGradient(Op op, TensorType dLoss, TensorType x) {
    Check.shape(op, "loss gradient", dLoss, Shape.scalar());
    Check.like(op, "loss gradient", dLoss, x);
  }
}
