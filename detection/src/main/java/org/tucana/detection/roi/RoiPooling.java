package org.tucana.detection.roi;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.SampleGrid;
import org.tucana.core.op.Regions;
import org.tucana.core.type.Shape;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;

/**
 * Cuts regions of one size out of a pyramid: each box from the level that suits its area (Lin et
 * al., "Feature pyramid networks", CVPR 2017, equation 1), sampled at 2x2 points a bin (He et al.,
 * "Mask R-CNN", ICCV 2017, section 3).
 */
public final class RoiPooling {
  private static final int SAMPLING_RATIO = 2;
  private static final double CANONICAL_SIZE = 224;
  private static final int CANONICAL_LEVEL = 4;
  private static final List<Double> SCALES = List.of(1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32);

  private final RoiAlignGeometry geometry;

  /**
   * @param side bins along each side of a region
   */
  public RoiPooling(int side) {
    geometry =
        new RoiAlignGeometry(
            side, side, SAMPLING_RATIO, false, SCALES, CANONICAL_SIZE, CANONICAL_LEVEL);
  }

  /** How regions are sampled. */
  public RoiAlignGeometry geometry() {
    return geometry;
  }

  /**
   * Where one box is sampled.
   *
   * @param box in pixels of the resized picture
   */
  public SampleGrid grid(FeaturePyramid pyramid, Box box) {
    List<Shape> maps = pyramid.pooledLevels().stream().map(Tensor::shape).toList();
    return SampleGrid.of(geometry, maps, box.x1(), box.y1(), box.x2(), box.y2());
  }

  /**
   * Regions [R,C,side,side] of all pictures, one picture after the other.
   *
   * @param boxes of each picture, in pixels of the resized picture
   */
  public Tensor pool(FeaturePyramid pyramid, List<Boxes> boxes) {
    Session session = pyramid.levels().getFirst().session();
    Boxes all = Boxes.concat(boxes);
    int[] pictures = new int[all.size()];
    int at = 0;
    for (int n = 0; n < boxes.size(); n++) {
      int end = at + boxes.get(n).size();
      Arrays.fill(pictures, at, end, n);
      at = end;
    }
    return Regions.roiAlign(
        pyramid.pooledLevels(),
        session.tensor(all.xyxy(), all.size(), 4),
        session.indices(pictures),
        geometry);
  }
}
