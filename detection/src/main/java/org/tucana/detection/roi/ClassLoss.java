package org.tucana.detection.roi;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Indexing;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Losses;
import org.tucana.detection.transform.PictureTruth;

/**
 * Cross entropy of labels of which some only say "an object".
 *
 * <p>A known label t costs {@code -log p_t}. An object of unknown class costs {@code -log(p_1 + ...
 * + p_K-1)}, the negative log likelihood of what is known about it: its gradient pulls probability
 * away from background and shares it among the classes as the network shares it now.
 */
final class ClassLoss {
  /** No label has this value. */
  private static final int IGNORE_NOTHING = Integer.MIN_VALUE;

  private ClassLoss() {}

  /** The mean over all rows of logits [R,K]; R is at least 1. */
  static Tensor of(Tensor logits, int... labels) {
    int[] known =
        IntStream.range(0, labels.length).filter(i -> !PictureTruth.isUnknown(labels[i])).toArray();
    if (known.length == labels.length) {
      return crossEntropy(logits, LossReduction.MEAN, labels);
    }
    int[] unknown =
        IntStream.range(0, labels.length).filter(i -> PictureTruth.isUnknown(labels[i])).toArray();
    Session session = logits.session();
    Tensor sum = anyObject(Indexing.select(logits, 0, session.indices(unknown)));
    if (known.length > 0) {
      Tensor rows = Indexing.select(logits, 0, session.indices(known));
      int[] targets = IntStream.of(known).map(i -> labels[i]).toArray();
      sum = Arithmetic.add(sum, crossEntropy(rows, LossReduction.SUM, targets));
    }
    return Arithmetic.scale(sum, 1.0 / labels.length);
  }

  private static Tensor crossEntropy(Tensor logits, LossReduction reduction, int... targets) {
    return Losses.crossEntropy(
        logits, logits.session().indices(targets), Optional.empty(), IGNORE_NOTHING, reduction);
  }

  /** Sum over rows [U,K] of the loss of being an object: two logits, background and the rest. */
  private static Tensor anyObject(Tensor logits) {
    int rows = logits.dim(0);
    Tensor background = logits.slice(1, 0, 1);
    Tensor object = LogSumExp.of(logits.slice(1, 1, logits.dim(1)));
    Tensor two = Joining.concat(1, List.of(background, object));
    int[] ones = IntStream.generate(() -> 1).limit(rows).toArray();
    return crossEntropy(two, LossReduction.SUM, ones);
  }
}
