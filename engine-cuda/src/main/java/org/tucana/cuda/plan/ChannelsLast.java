package org.tucana.cuda.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Conv2d;
import org.tucana.core.plan.FusedStep;
import org.tucana.core.plan.PlannedProgram;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;

/**
 * Which values of a plan lie with the channels innermost (NHWC), as matrix units of GPUs want them:
 * those that a convolution writes and only convolutions read. All others are row-major (NCHW), as
 * every other kernel wants them.
 */
final class ChannelsLast {
  private ChannelsLast() {}

  /** The values that a convolution hands to nothing but convolutions. */
  static Set<Integer> between(PlannedProgram planned) {
    Map<Integer, Boolean> onlyConvolutions = new HashMap<>();
    for (FusedStep step : planned.steps()) {
      boolean convolution = step.op() instanceof Conv2d;
      for (int i = 0; i < step.in().size(); i++) {
        onlyConvolutions.merge(step.in().get(i), convolution && i == 0, Boolean::logicalAnd);
      }
      step.residual()
          .ifPresent(value -> onlyConvolutions.merge(value, convolution, Boolean::logicalAnd));
    }
    Set<Integer> values = new HashSet<>();
    for (FusedStep step : planned.steps()) {
      int value = step.out().getFirst();
      if (step.op() instanceof Conv2d
          && onlyConvolutions.getOrDefault(value, false)
          && planned.traced(value).dtype() == DType.FLOAT32
          && !planned.program().outputs().contains(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** A row-major place [N,C,H,W] as the same memory holding N, H, W, C. */
  static Operand of(Operand place) {
    int n = place.dim(0);
    int c = place.dim(1);
    int h = place.dim(2);
    int w = place.dim(3);
    return place.reshape(Shape.of(n, h, w, c)).permute(0, 3, 1, 2);
  }

  /** Whether an operand's channels are innermost; true of both where the two are one. */
  static boolean is(Operand x) {
    return x.permute(0, 2, 3, 1).isRowMajor();
  }
}
