package org.tucana.core.kernel;

import java.util.List;
import org.tucana.core.type.ShapeException;

/**
 * How RoIAlign samples a pyramid of feature maps.
 *
 * @param outputRows bins along y
 * @param outputColumns bins along x
 * @param samplingRatio sample points along each side of a bin; 0: as many as the bin has cells,
 *     rounded up, for each box
 * @param aligned true shifts coordinates by half a cell (pixel centres); Mask R-CNN uses false
 * @param scales feature cells a pixel of each level, finest first, for instance 1/4 .. 1/32
 * @param canonicalSize side of the box that belongs on the canonical level (224)
 * @param canonicalLevel log2 of that level's cell size in pixels (4)
 */
public record RoiAlignGeometry(
    int outputRows,
    int outputColumns,
    int samplingRatio,
    boolean aligned,
    List<Double> scales,
    double canonicalSize,
    int canonicalLevel) {
  public RoiAlignGeometry {
    scales = List.copyOf(scales);
    if (outputRows < 1 || outputColumns < 1 || samplingRatio < 0 || scales.isEmpty()) {
      throw new ShapeException(
          "roi align: needs at least one bin a side and one level, got "
              + outputRows
              + "x"
              + outputColumns
              + " over "
              + scales.size()
              + " levels");
    }
  }

  /** One level, no assignment. */
  public static RoiAlignGeometry single(
      int rows, int columns, int samplingRatio, boolean aligned, double scale) {
    return new RoiAlignGeometry(rows, columns, samplingRatio, aligned, List.of(scale), 224, 4);
  }

  /**
   * The level that a box of this area (square pixels) is sampled on: floor(canonicalLevel +
   * log2(sqrt(area) / canonicalSize) + 1e-6), clamped to the levels there are (Lin et al. 2017,
   * equation 1).
   */
  public int level(double area) {
    if (scales.size() == 1) {
      return 0;
    }
    double target =
        Math.floor(canonicalLevel + Math.log(Math.sqrt(area) / canonicalSize) / Math.log(2) + 1e-6);
    return (int) (Math.min(Math.max(target, finest()), coarsest()) - finest());
  }

  /** log2 of the finest level's cell size in pixels, a whole number. */
  public double finest() {
    return cellSize(scales.getFirst());
  }

  /** log2 of the coarsest level's cell size in pixels, a whole number. */
  public double coarsest() {
    return cellSize(scales.getLast());
  }

  private static double cellSize(double scale) {
    return Math.rint(-Math.log(scale) / Math.log(2));
  }
}
