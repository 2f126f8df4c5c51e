package org.tucana.detection.backbone;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.detection.structure.PictureSize;

/**
 * Feature maps of equal width, finest first: four at strides 4, 8, 16 and 32 ({@code 0} to {@code
 * 3}) and one pooled from the last ({@code pool}).
 *
 * @param levels each [N,C,H_l,W_l]
 */
public record FeaturePyramid(List<Tensor> levels) {
  /** Levels that regions are pooled from; the last one only proposes. */
  public static final int POOLED_LEVELS = 4;

  public FeaturePyramid {
    levels = List.copyOf(levels);
  }

  public List<Tensor> pooledLevels() {
    return levels.subList(0, POOLED_LEVELS);
  }

  /** Rows and columns of each level. */
  public List<PictureSize> grids() {
    return levels.stream().map(l -> new PictureSize(l.dim(2), l.dim(3))).toList();
  }
}
