package org.tucana.detection.roi;

import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Indexing;
import org.tucana.core.op.Losses;
import org.tucana.detection.box.BoxCoder;

/**
 * What the box head is trained on.
 *
 * @param classifier mean cross entropy of the regions' labels
 * @param boxes sum of smooth L1 over the offsets of the objects among them, over their number
 */
public record RoiLosses(Tensor classifier, Tensor boxes) {
  /** Where smooth L1 turns from a parabola into a line. */
  private static final double BETA = 1.0 / 9;

  /** The losses of a batch; zero where no region was drawn. */
  public static RoiLosses of(
      BoxPrediction prediction, RoiLabels labels, List<RoiSamples> samples, BoxCoder coder) {
    Session session = prediction.classLogits().session();
    if (labels.size() == 0) {
      return new RoiLosses(session.scalar(0), session.scalar(0));
    }
    return new RoiLosses(
        ClassLoss.of(prediction.classLogits(), labels.truth()),
        boxes(prediction.deltas(), labels, samples, coder));
  }

  private static Tensor boxes(
      Tensor deltas, RoiLabels labels, List<RoiSamples> samples, BoxCoder coder) {
    Session session = deltas.session();
    int classes = deltas.dim(1) / 4;
    int objects = samples.stream().mapToInt(s -> s.objects().length).sum();
    float[] targets = new float[4 * objects];
    int[] positions = new int[objects];
    int at = 0;
    int first = 0;
    for (RoiSamples sample : samples) {
      int[] own = sample.objects();
      float[] offsets = sample.offsets(coder, own);
      System.arraycopy(offsets, 0, targets, 4 * at, offsets.length);
      for (int region : own) {
        positions[at++] = (first + region) * classes + labels.assumed()[first + region];
      }
      first += sample.size();
    }
    Tensor chosen = Indexing.select(deltas.reshape(-1, 4), 0, session.indices(positions));
    Tensor sum =
        Losses.smoothL1(chosen, session.tensor(targets, objects, 4), BETA, LossReduction.SUM);
    return Arithmetic.scale(sum, 1.0 / labels.size());
  }
}
