package org.tucana.core.reference;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Region;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.SampleGrid;

/** Boxes and regions. */
final class ReferenceRegion implements Region {
  @Override
  public void roiAlign(
      RoiAlignGeometry g, List<Operand> levels, Operand boxes, Operand pictures, Operand y) {
    List<Cells> maps = levels.stream().map(Cells::of).toList();
    Cells to = Cells.of(y);
    for (int roi = 0; roi < boxes.dim(0); roi++) {
      SampleGrid grid = grid(g, levels, boxes, roi);
      Cells map = maps.get(grid.level());
      int n = picture(pictures, roi, levels.get(grid.level()).dim(0));
      for (int i = 0; i < g.outputRows(); i++) {
        for (int j = 0; j < g.outputColumns(); j++) {
          List<SampleGrid.Corner> corners = grid.corners(i, j);
          for (int c = 0; c < y.dim(1); c++) {
            double sum = 0;
            for (SampleGrid.Corner corner : corners) {
              sum += corner.share() * map.at(n, c, corner.row(), corner.column());
            }
            to.put(sum, roi, c, i, j);
          }
        }
      }
    }
  }

  @Override
  public void roiAlignGradient(
      RoiAlignGeometry g, Operand boxes, Operand pictures, Operand dy, List<Operand> dLevels) {
    Cells gradient = Cells.of(dy);
    List<double[]> sums = dLevels.stream().map(d -> new double[d.elements()]).toList();
    for (int roi = 0; roi < boxes.dim(0); roi++) {
      SampleGrid grid = grid(g, dLevels, boxes, roi);
      Operand map = dLevels.get(grid.level());
      double[] mapSums = sums.get(grid.level());
      int n = picture(pictures, roi, map.dim(0));
      for (int i = 0; i < g.outputRows(); i++) {
        for (int j = 0; j < g.outputColumns(); j++) {
          List<SampleGrid.Corner> corners = grid.corners(i, j);
          for (int c = 0; c < dy.dim(1); c++) {
            int plane = (n * map.dim(1) + c) * map.dim(2) * map.dim(3);
            for (SampleGrid.Corner corner : corners) {
              mapSums[plane + corner.row() * map.dim(3) + corner.column()] +=
                  corner.share() * gradient.at(roi, c, i, j);
            }
          }
        }
      }
    }
    for (int level = 0; level < dLevels.size(); level++) {
      Cells.of(dLevels.get(level)).setAll(sums.get(level));
    }
  }

  private static SampleGrid grid(RoiAlignGeometry g, List<Operand> levels, Operand boxes, int roi) {
    Cells box = Cells.of(boxes);
    return SampleGrid.of(
        g,
        levels.stream().map(Operand::shape).toList(),
        box.at(roi, 0),
        box.at(roi, 1),
        box.at(roi, 2),
        box.at(roi, 3));
  }

  private static int picture(Operand pictures, int roi, int count) {
    int n = Cells.of(pictures).index(roi);
    if (n < 0 || n >= count) {
      throw KernelChecks.noPicture(roi, n, count);
    }
    return n;
  }

  @Override
  public void boxIou(Operand a, Operand b, Operand y) {
    Cells left = Cells.of(a);
    Cells right = Cells.of(b);
    Cells to = Cells.of(y);
    for (int i = 0; i < a.dim(0); i++) {
      for (int j = 0; j < b.dim(0); j++) {
        to.put(overlap(left, i, right, j), i, j);
      }
    }
  }

  /** Area of the intersection over area of the union; 0 where the union is empty. */
  private static double overlap(Cells a, int i, Cells b, int j) {
    double width = Math.min(a.at(i, 2), b.at(j, 2)) - Math.max(a.at(i, 0), b.at(j, 0));
    double height = Math.min(a.at(i, 3), b.at(j, 3)) - Math.max(a.at(i, 1), b.at(j, 1));
    double intersection = Math.max(width, 0) * Math.max(height, 0);
    double union = area(a, i) + area(b, j) - intersection;
    return union == 0 ? 0 : intersection / union;
  }

  private static double area(Cells boxes, int i) {
    return (boxes.at(i, 2) - boxes.at(i, 0)) * (boxes.at(i, 3) - boxes.at(i, 1));
  }

  @Override
  public void nonMaximumSuppression(
      double threshold,
      Operand boxes,
      Operand scores,
      Operand groups,
      Operand kept,
      Operand count) {
    Cells corners = Cells.of(boxes);
    Cells group = Cells.of(groups);
    int wanted = kept.dim(0);
    List<Integer> survivors = new ArrayList<>();
    for (int i : FallingOrder.of(Cells.of(scores), 0, scores.dim(0))) {
      if (survivors.size() == wanted) {
        break;
      }
      boolean suppressed =
          survivors.stream()
              .anyMatch(s ->
                  group.index(s) == group.index(i) && overlap(corners, s, corners, i) > threshold);
      if (!suppressed) {
        survivors.add(i);
      }
    }
    Cells positions = Cells.of(kept);
    for (int k = 0; k < positions.size(); k++) {
      positions.set(k, k < survivors.size() ? survivors.get(k) : -1);
    }
    Cells.of(count).set(0, survivors.size());
  }
}
