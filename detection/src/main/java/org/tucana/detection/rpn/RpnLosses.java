package org.tucana.detection.rpn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Indexing;
import org.tucana.core.op.Losses;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.box.BalancedSampler;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Matcher;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.structure.Boxes;

/**
 * What the proposer is trained on.
 *
 * @param objectness mean binary cross entropy of the drawn anchors
 * @param boxes sum of smooth L1 over the offsets of the objects among them, over their number
 */
public record RpnLosses(Tensor objectness, Tensor boxes) {
  /** Where smooth L1 turns from a parabola into a line. */
  private static final double BETA = 1.0 / 9;

  /**
   * The losses of a batch.
   *
   * @param anchors of all levels, the same for each picture
   * @param truth boxes of the objects of each picture
   * @param key of the draw of anchors
   */
  public static RpnLosses of(
      RpnConfig config, RpnPrediction prediction, Boxes anchors, List<Boxes> truth, RandomKey key) {
    Matcher matcher =
        new Matcher((float) config.foregroundIou(), (float) config.backgroundIou(), true);
    BalancedSampler sampler =
        new BalancedSampler(config.batchSizePerImage(), config.positiveFraction());
    Positions objects = new Positions();
    Positions background = new Positions();
    List<Boxes> references = new ArrayList<>();
    List<Boxes> targets = new ArrayList<>();
    for (int n = 0; n < truth.size(); n++) {
      int[] matches = matcher.match(truth.get(n), anchors);
      BalancedSampler.Sample sample =
          sampler.draw(matches, key.forPurpose(key.purpose() + " anchors of picture " + n));
      int[] matched = new int[sample.positives().length];
      for (int i = 0; i < matched.length; i++) {
        matched[i] = matches[sample.positives()[i]];
      }
      references.add(anchors.select(sample.positives()));
      targets.add(truth.get(n).select(matched));
      objects.add(sample.positives(), n * anchors.size());
      background.add(sample.negatives(), n * anchors.size());
    }
    float[] offsets = BoxCoder.unweighted().encode(Boxes.concat(targets), Boxes.concat(references));
    return new RpnLosses(
        objectness(prediction.objectness(), objects, background),
        boxes(prediction.deltas(), objects, offsets, background.size()));
  }

  private static Tensor objectness(Tensor logits, Positions objects, Positions background) {
    Session session = logits.session();
    float[] labels = new float[objects.size() + background.size()];
    Arrays.fill(labels, 0, objects.size(), 1);
    Positions drawn = new Positions();
    drawn.add(objects.toArray(), 0);
    drawn.add(background.toArray(), 0);
    Tensor chosen = Indexing.select(logits.reshape(-1), 0, session.indices(drawn.toArray()));
    return Losses.binaryCrossEntropyWithLogits(
        chosen, session.tensor(labels, labels.length), LossReduction.MEAN);
  }

  private static Tensor boxes(Tensor deltas, Positions objects, float[] targets, int background) {
    Session session = deltas.session();
    int drawn = objects.size() + background;
    Tensor chosen = Indexing.select(deltas.reshape(-1, 4), 0, session.indices(objects.toArray()));
    Tensor sum =
        Losses.smoothL1(
            chosen, session.tensor(targets, objects.size(), 4), BETA, LossReduction.SUM);
    return Arithmetic.scale(sum, 1.0 / Math.max(1, drawn));
  }
}
