package org.tucana.nn.classifier;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Losses;

/**
 * Cross entropy with weights of the classes: 1/B sum_i w(y_i) loss_i over the B cases of a step.
 * The library's weighted mean divides by the weights of the step, which would let steps without a
 * rare class count as much as steps with it.
 */
final class WeightedCrossEntropy {
  /** No label has this value. */
  private static final int IGNORE_NOTHING = -1;

  private WeightedCrossEntropy() {}

  /**
   * The loss, a scalar.
   *
   * @param logits [B,classes]
   * @param labels the class of each case
   * @param weights of the classes; empty for equal ones
   */
  static Tensor of(Tensor logits, int[] labels, List<Float> weights) {
    Session session = logits.session();
    Tensor sum =
        Losses.crossEntropy(
            logits,
            session.indices(labels),
            weights.isEmpty() ? Optional.empty() : Optional.of(tensor(session, weights)),
            IGNORE_NOTHING,
            LossReduction.SUM);
    return Arithmetic.scale(sum, 1.0 / labels.length);
  }

  private static Tensor tensor(Session session, List<Float> weights) {
    float[] values = new float[weights.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = weights.get(c);
    }
    return session.tensor(values, values.length);
  }
}
