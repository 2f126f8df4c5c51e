package org.tucana.detection.roi;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.detection.transform.PictureTruth;

/**
 * Labels of the drawn regions of a batch, one picture after the other.
 *
 * <p>A region on an object of unknown class trains boxes and masks at the class that the network
 * holds likeliest at the moment: whichever it will answer with is the one whose box and mask must
 * be right, and the others are left alone.
 *
 * @param truth background, a class, or unknown
 * @param assumed the same with the likeliest class in the place of unknown ones
 */
public record RoiLabels(int[] truth, int[] assumed) {
  /** Labels of samples, given the logits [R,K] of all their regions. */
  public static RoiLabels of(List<RoiSamples> samples, Tensor classLogits) {
    int size = samples.stream().mapToInt(RoiSamples::size).sum();
    int[] truth = new int[size];
    int at = 0;
    for (RoiSamples sample : samples) {
      for (int region = 0; region < sample.size(); region++) {
        truth[at++] = sample.label(region);
      }
    }
    return new RoiLabels(truth, assumed(truth, classLogits));
  }

  private static int[] assumed(int[] truth, Tensor classLogits) {
    if (Arrays.stream(truth).noneMatch(PictureTruth::isUnknown)) {
      return truth;
    }
    int[] assumed = truth.clone();
    float[] logits = classLogits.toFloats();
    for (int r = 0; r < truth.length; r++) {
      if (PictureTruth.isUnknown(truth[r])) {
        assumed[r] = likeliestClass(logits, r, classLogits.dim(1));
      }
    }
    return assumed;
  }

  private static int likeliestClass(float[] logits, int region, int labels) {
    int best = 1;
    for (int label = 2; label < labels; label++) {
      if (logits[region * labels + label] > logits[region * labels + best]) {
        best = label;
      }
    }
    return best;
  }

  /** The assumed labels of the regions that stand for objects. */
  public int[] ofObjects() {
    return Arrays.stream(assumed).filter(l -> l != RoiSamples.BACKGROUND_LABEL).toArray();
  }

  public int size() {
    return truth.length;
  }
}
