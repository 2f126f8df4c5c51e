package org.tucana.detection.roi;

import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;

/** log(sum exp(x)) over the last axis of [R,C], without overflow. */
final class LogSumExp {
  private LogSumExp() {}

  /** [R,C] to [R,1]. */
  static Tensor of(Tensor x) {
    Tensor largest = Reductions.maximum(x, 1).reshape(-1, 1);
    Tensor sum = Reductions.sum(Arithmetic.exp(Arithmetic.subtract(x, largest)), 1).reshape(-1, 1);
    return Arithmetic.add(Arithmetic.log(sum), largest);
  }
}
