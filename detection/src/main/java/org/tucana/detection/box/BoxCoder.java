package org.tucana.detection.box;

import java.util.List;
import org.tucana.detection.structure.Boxes;

/**
 * Boxes as offsets from other boxes: {@code dx = wx (cx' - cx) / w}, {@code dy} likewise, {@code dw
 * = ww log(w' / w)}, {@code dh} likewise (Girshick et al., "Rich feature hierarchies", CVPR 2014,
 * appendix C), in float32 as torchvision computes them.
 *
 * @param weights wx, wy, ww, wh
 */
public record BoxCoder(List<Float> weights) {
  /** A decoded box is at most 62.5 times as wide and high as its reference. */
  private static final float LARGEST_LOG = (float) StrictMath.log(1000.0 / 16);

  public BoxCoder {
    weights = List.copyOf(weights);
    if (weights.size() != 4 || weights.stream().anyMatch(w -> !(w > 0))) {
      throw new IllegalArgumentException("box coder: four positive weights wanted, got " + weights);
    }
  }

  /** All weights 1: the coder of region proposals. */
  public static BoxCoder unweighted() {
    return new BoxCoder(List.of(1f, 1f, 1f, 1f));
  }

  /**
   * Offsets [n,4] that lead from {@code references} to {@code targets}.
   *
   * @param targets as many boxes as references, of positive size
   */
  public float[] encode(Boxes targets, Boxes references) {
    int n = references.size();
    if (targets.size() != n) {
      throw new IllegalArgumentException(
          "box coder: as many targets as references wanted, got " + targets.size() + " and " + n);
    }
    float[] to = targets.xyxy();
    float[] from = references.xyxy();
    float[] offsets = new float[4 * n];
    for (int i = 0; i < offsets.length; i += 4) {
      for (int axis = 0; axis < 2; axis++) {
        float size = from[i + axis + 2] - from[i + axis];
        float targetSize = to[i + axis + 2] - to[i + axis];
        float centre = from[i + axis] + 0.5f * size;
        float targetCentre = to[i + axis] + 0.5f * targetSize;
        offsets[i + axis] = weights.get(axis) * (targetCentre - centre) / size;
        offsets[i + axis + 2] = weights.get(axis + 2) * (float) StrictMath.log(targetSize / size);
      }
    }
    return offsets;
  }

  /**
   * Writes the box that is {@code offsets[at .. at+3]} away from reference {@code i} to {@code
   * out[to .. to+3]}.
   */
  public void decode(Boxes references, int i, float[] offsets, int at, float[] out, int to) {
    float[] from = references.xyxy();
    for (int axis = 0; axis < 2; axis++) {
      float low = from[4 * i + axis];
      float size = from[4 * i + axis + 2] - low;
      float centre = offsets[at + axis] / weights.get(axis) * size + (low + 0.5f * size);
      float log = Math.min(offsets[at + axis + 2] / weights.get(axis + 2), LARGEST_LOG);
      float half = 0.5f * ((float) StrictMath.exp(log) * size);
      out[to + axis] = centre - half;
      out[to + axis + 2] = centre + half;
    }
  }
}
