package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What batch normalisations check alike. */
final class NormChecks {
  private NormChecks() {}

  /** Refuses inputs other than x [N,C,H,W] or [N,C] followed by vectors [C]. */
  static void inputs(Op op, List<TensorType> in, List<String> vectors) {
    Check.inputs(op, in, vectors.size() + 1, vectors.size() + 1);
    TensorType x = in.getFirst();
    Check.floating(op, "input", x);
    if (x.shape().rank() != 2 && x.shape().rank() != 4) {
      throw Check.refuse(
          op, "the input needs axes [N,C] or [N,C,H,W], got " + x.shape() + "; reshape it");
    }
    Shape channels = Shape.of(x.shape().dim(1));
    for (int i = 0; i < vectors.size(); i++) {
      Check.shape(op, vectors.get(i), in.get(i + 1), channels);
      Check.like(op, vectors.get(i), in.get(i + 1), x);
    }
  }

  /** Refuses an output gradient unlike x and gives the types of dx, dScale and dShift. */
  static List<TensorType> gradients(Op op, TensorType x, TensorType scale, TensorType dy) {
    Check.shape(op, "output gradient", dy, x.shape());
    Check.like(op, "output gradient", dy, x);
    return List.of(x, scale, scale);
  }
}
