package org.tucana.core.op;

import org.tucana.core.Op;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What operators on boxes check alike. */
final class BoxChecks {
  private BoxChecks() {}

  /** Refuses other than boxes [B,4] of x's element type. */
  static void boxes(Op op, TensorType boxes, TensorType x) {
    Check.floating(op, "boxes", boxes);
    Check.like(op, "boxes", boxes, x);
    Check.rank(op, "boxes", boxes, 2, "[B,4]");
    Check.shape(op, "boxes", boxes, boxes.shape().with(1, 4));
  }

  /** Refuses other than one value a box. */
  static void perBox(Op op, String what, TensorType values, TensorType boxes) {
    Check.shape(op, what, values, Shape.of(boxes.shape().dim(0)));
  }
}
