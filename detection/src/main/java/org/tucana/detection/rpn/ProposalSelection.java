package org.tucana.detection.rpn;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Session;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Suppression;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

/**
 * Makes proposals of predictions: the likeliest anchors of each level are moved by their offsets,
 * clipped to the picture, thinned by non-maximum suppression level by level, and the likeliest of
 * all levels remain.
 *
 * @param preNmsTopN proposals of each level that enter suppression
 * @param postNmsTopN proposals of a picture that remain
 * @param nmsThreshold largest IoU of two proposals of a level
 * @param scoreThreshold least objectness
 */
public record ProposalSelection(
    int preNmsTopN, int postNmsTopN, double nmsThreshold, double scoreThreshold) {
  /** Sides shorter than this, in pixels, make no proposal. */
  private static final float LEAST_SIDE = 1e-3f;

  /**
   * Proposals of each picture.
   *
   * @param anchors boxes of each level
   * @param sizes of the resized pictures
   */
  public List<Proposals> select(
      RpnPrediction prediction, List<Boxes> anchors, List<PictureSize> sizes) {
    float[] objectness = prediction.objectness().toFloats();
    float[] deltas = prediction.deltas().toFloats();
    int perPicture = prediction.objectness().dim(1);
    List<Proposals> proposals = new ArrayList<>(sizes.size());
    for (int n = 0; n < sizes.size(); n++) {
      ProposalCandidates candidates =
          candidates(objectness, deltas, n * perPicture, anchors, sizes.get(n));
      proposals.add(thin(prediction.objectness().session(), candidates));
    }
    return proposals;
  }

  private ProposalCandidates candidates(
      float[] objectness, float[] deltas, int first, List<Boxes> anchors, PictureSize size) {
    int most = anchors.stream().mapToInt(a -> Math.min(preNmsTopN, a.size())).sum();
    float[] xyxy = new float[4 * most];
    float[] scores = new float[most];
    int[] levels = new int[most];
    int[] origins = new int[most];
    BoxCoder coder = BoxCoder.unweighted();
    int count = 0;
    int levelStart = first;
    for (int level = 0; level < anchors.size(); level++) {
      Boxes references = anchors.get(level);
      int[] best = Ranking.largest(objectness, levelStart, references.size(), preNmsTopN);
      for (int anchor : best) {
        int at = levelStart + anchor;
        coder.decode(references, anchor, deltas, 4 * at, xyxy, 4 * count);
        scores[count] = sigmoid(objectness[at]);
        origins[count] = anchor;
        levels[count++] = level;
      }
      levelStart += references.size();
    }
    Boxes boxes = new Boxes(xyxy).clip(size.height(), size.width());
    int[] usable =
        boxes.positions(i -> boxes.isAtLeast(i, LEAST_SIDE) && scores[i] >= scoreThreshold);
    return new ProposalCandidates(boxes, scores, levels, origins).select(usable);
  }

  private Proposals thin(Session session, ProposalCandidates candidates) {
    int[] best =
        Suppression.keep(
            session,
            candidates.boxes(),
            candidates.scores(),
            candidates.levels(),
            nmsThreshold,
            postNmsTopN);
    ProposalCandidates chosen = candidates.select(best);
    return new Proposals(chosen.boxes(), chosen.scores(), best, candidates);
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + StrictMath.exp(-x)));
  }
}
