package org.tucana.core.kernel;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.Shape;

/**
 * Where RoIAlign samples one box, as torchvision's roi_align does (He et al. 2017, section 3).
 *
 * <p>The box, in pixels, is scaled to cells of its level's feature map and cut into rows x columns
 * bins; each bin is sampled at a grid of points in its interior, each point is interpolated between
 * the four cells around it, and the bin's value is the mean of its points.
 *
 * <p>A worked coordinate: x1 = 16, x2 = 72 on a level of scale 1/8, 7 columns, 2 samples. In cells
 * the box spans 2 to 9, so a bin is 1 cell wide and bin 3 spans 5 to 6. Its samples lie at 5 + 0.5
 * * 1/2 = 5.25 and at 5.75. A cell's value is taken to lie at its index, so the sample at 5.25
 * takes three quarters of cell 5 and one quarter of cell 6. With {@code aligned} everything moves
 * half a cell down (a cell's value lies at its centre, index + 0.5): 4.75 takes a quarter of cell 4
 * and three quarters of cell 5.
 *
 * @param level the feature map
 * @param rows cells of the map along y
 * @param columns cells of the map along x
 * @param y the bins along y
 * @param x the bins along x
 */
public record SampleGrid(int level, int rows, int columns, Bins y, Bins x) {
  /** The bins along one side: the first starts at {@code start}, in cells. */
  public record Bins(double start, double size, int samples) {
    private static Bins of(double from, double to, double scale, RoiAlignGeometry g, int count) {
      double shift = g.aligned() ? 0.5 : 0;
      double start = from * scale - shift;
      double length = to * scale - shift - start;
      if (!g.aligned()) {
        length = Math.max(length, 1); // a box is at least one cell wide
      }
      double size = length / count;
      int samples = g.samplingRatio() > 0 ? g.samplingRatio() : (int) Math.ceil(size);
      return new Bins(start, size, Math.max(samples, 0));
    }

    /** Coordinate of a sample of a bin. */
    public double at(int bin, int sample) {
      return start + bin * size + (sample + 0.5) * size / samples;
    }
  }

  /** A cell of the feature map and its share in a bin's value. */
  public record Corner(int row, int column, double share) {}

  /**
   * The grid of the box from (x1, y1) to (x2, y2), in pixels.
   *
   * @param levels shapes [N,C,H,W] of the feature maps, finest first
   */
  public static SampleGrid of(
      RoiAlignGeometry g, List<Shape> levels, double x1, double y1, double x2, double y2) {
    int level = g.level((x2 - x1) * (y2 - y1));
    double scale = g.scales().get(level);
    return new SampleGrid(
        level,
        levels.get(level).dim(2),
        levels.get(level).dim(3),
        Bins.of(y1, y2, scale, g, g.outputRows()),
        Bins.of(x1, x2, scale, g, g.outputColumns()));
  }

  /** The cells that bin (i, j) reads. */
  public List<Corner> corners(int i, int j) {
    List<Corner> corners = new ArrayList<>();
    double share = 1.0 / Math.max(y.samples() * x.samples(), 1);
    for (int a = 0; a < y.samples(); a++) {
      for (int b = 0; b < x.samples(); b++) {
        addCorners(y.at(i, a), x.at(j, b), share, corners);
      }
    }
    return corners;
  }

  /** Bilinear interpolation at one point. */
  private void addCorners(double py, double px, double share, List<Corner> corners) {
    if (py < -1 || py > rows || px < -1 || px > columns) {
      return; // more than a cell outside the map: the sample is zero
    }
    // Points in the outermost cell take the border's value.
    double v = Math.clamp(py, 0, rows - 1);
    double u = Math.clamp(px, 0, columns - 1);
    int top = (int) v;
    int left = (int) u;
    int bottom = Math.min(top + 1, rows - 1);
    int right = Math.min(left + 1, columns - 1);
    double down = v - top;
    double across = u - left;
    corners.add(new Corner(top, left, share * (1 - down) * (1 - across)));
    corners.add(new Corner(top, right, share * (1 - down) * across));
    corners.add(new Corner(bottom, left, share * down * (1 - across)));
    corners.add(new Corner(bottom, right, share * down * across));
  }
}
