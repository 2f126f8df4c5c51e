package org.tucana.detection.roi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.op.Activations;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Suppression;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

/**
 * Makes detections of predictions: every class of a region that is sure enough is one candidate,
 * its box moved by the offsets of that class and clipped to the picture; suppression class by
 * class, then the surest of all classes remain. With {@link BoxConfig#oneLabel} a region is one
 * candidate, of its likeliest class, and suppression crosses classes.
 */
public final class BoxSelection {
  /** Sides shorter than this, in pixels, are no object. */
  private static final float LEAST_SIDE = 1e-2f;

  private final BoxConfig config;
  private final BoxCoder coder;

  public BoxSelection(BoxConfig config) {
    this.config = config;
    this.coder = new BoxCoder(config.regressionWeights());
  }

  /**
   * Detections of each picture.
   *
   * @param prediction for the regions of all pictures, one picture after the other
   * @param regions boxes that the regions were cut from
   * @param sizes of the resized pictures
   */
  public List<BoxDetections> select(
      BoxPrediction prediction, List<Boxes> regions, List<PictureSize> sizes) {
    Session session = prediction.classLogits().session();
    int labels = prediction.classLogits().dim(1);
    RegionProbabilities probabilities =
        new RegionProbabilities(
            Activations.softmax(prediction.classLogits(), 1).toFloats(), labels);
    float[] deltas = prediction.deltas().toFloats();
    List<BoxDetections> detections = new ArrayList<>(sizes.size());
    int first = 0;
    for (int n = 0; n < sizes.size(); n++) {
      Candidates candidates = new Candidates(regions.get(n), first, labels);
      detections.add(thin(session, candidates.find(probabilities, deltas, sizes.get(n))));
      first += regions.get(n).size();
    }
    return detections;
  }

  private BoxDetections thin(Session session, BoxDetections all) {
    int[] groups = config.oneLabel() ? new int[all.size()] : all.labels();
    int[] kept =
        Suppression.keep(
            session,
            all.boxes(),
            all.scores(),
            groups,
            config.nmsThreshold(),
            config.detectionsPerImage());
    return chosen(all, kept);
  }

  private static BoxDetections chosen(BoxDetections all, int[] positions) {
    int[] labels = new int[positions.length];
    float[] scores = new float[positions.length];
    int[] regions = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      labels[i] = all.labels()[positions[i]];
      scores[i] = all.scores()[positions[i]];
      regions[i] = all.regions()[positions[i]];
    }
    return new BoxDetections(all.boxes().select(positions), labels, scores, regions);
  }

  /** The regions of one picture within the arrays of the batch. */
  private final class Candidates {
    private final Boxes regions;
    private final int first;
    private final int labels;

    Candidates(Boxes regions, int first, int labels) {
      this.regions = regions;
      this.first = first;
      this.labels = labels;
    }

    BoxDetections find(RegionProbabilities probabilities, float[] deltas, PictureSize size) {
      int most = regions.size() * (labels - 1);
      float[] xyxy = new float[4 * most];
      int[] classes = new int[most];
      float[] scores = new float[most];
      int[] origins = new int[most];
      int count = 0;
      for (int r = 0; r < regions.size(); r++) {
        int region = first + r;
        int likeliest = probabilities.likeliest(region);
        for (int label = 1; label < labels; label++) {
          if (config.oneLabel() && label != likeliest) {
            continue;
          }
          float score =
              config.oneLabel() ? probabilities.anyClass(region) : probabilities.of(region, label);
          if (score > config.scoreThreshold()) {
            coder.decode(regions, r, deltas, 4 * (region * labels + label), xyxy, 4 * count);
            classes[count] = label;
            origins[count] = r;
            scores[count++] = score;
          }
        }
      }
      Boxes boxes = new Boxes(Arrays.copyOf(xyxy, 4 * count)).clip(size.height(), size.width());
      BoxDetections all = new BoxDetections(boxes, classes, scores, origins);
      return chosen(all, boxes.positions(i -> boxes.isAtLeast(i, LEAST_SIDE)));
    }
  }
}
