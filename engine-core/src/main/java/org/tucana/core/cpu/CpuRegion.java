package org.tucana.core.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Region;
import org.tucana.core.kernel.RoiAlignGeometry;

/** Boxes and regions in float32; overlaps in double, so that they decide as the reference does. */
final class CpuRegion implements Region {
  private static final int CHUNK = 1 << 13;

  private final Workers workers;

  CpuRegion(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void roiAlign(
      RoiAlignGeometry geometry, List<Operand> levels, Operand boxes, Operand pictures, Operand y) {
    new RoiAlignment(workers, geometry, levels, boxes, pictures).forward(workers, y);
  }

  @Override
  public void roiAlignGradient(
      RoiAlignGeometry geometry,
      Operand boxes,
      Operand pictures,
      Operand dy,
      List<Operand> dLevels) {
    new RoiAlignment(workers, geometry, dLevels, boxes, pictures).backward(workers, dy);
  }

  @Override
  public void boxIou(Operand a, Operand b, Operand y) {
    float[] left = HostStorage.floats(a);
    float[] right = HostStorage.floats(b);
    float[] to = HostStorage.floats(y);
    int columns = b.dim(0);
    Ranges.run(
        workers,
        a.dim(0),
        Ranges.grain(CHUNK, columns),
        (first, last, scratch) -> {
          for (int i = first; i < last; i++) {
            for (int j = 0; j < columns; j++) {
              to[y.offset() + i * columns + j] =
                  (float) overlap(left, a.offset() + 4 * i, right, b.offset() + 4 * j);
            }
          }
        });
  }

  /** Area of the intersection over area of the union; 0 where the union is empty. */
  private static double overlap(float[] a, int i, float[] b, int j) {
    double width = (double) Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
    double height = (double) Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
    double intersection = Math.max(width, 0) * Math.max(height, 0);
    double union = area(a, i) + area(b, j) - intersection;
    return union == 0 ? 0 : intersection / union;
  }

  private static double area(float[] boxes, int i) {
    return ((double) boxes[i + 2] - boxes[i]) * ((double) boxes[i + 3] - boxes[i + 1]);
  }

  /**
   * Goes through the boxes by falling score and compares each with the kept boxes of its group,
   * latest first: neighbours in score are often neighbours in place, so most boxes that go, go
   * early.
   */
  @Override
  public void nonMaximumSuppression(
      double threshold,
      Operand boxes,
      Operand scores,
      Operand groups,
      Operand kept,
      Operand count) {
    int n = boxes.dim(0);
    Scratch scratch = workers.scratch();
    double[] keys = scratch.doubles(Scratch.Purpose.FIRST_LINE, n);
    int[] order = scratch.ints(Scratch.Purpose.FIRST_LINE, n);
    int[] keptBefore = scratch.ints(Scratch.Purpose.SECOND_LINE, n);
    Lines.load(HostStorage.floats(scores), scores.dtype(), scores.offset(), 1, n, keys);
    RankedKeys.largest(keys, order, n, n);
    float[] corners = HostStorage.floats(boxes);
    int[] group = HostStorage.ints(groups);
    int[] to = HostStorage.ints(kept);
    Map<Integer, Integer> latestOfGroup = new HashMap<>();
    int survivors = 0;
    for (int k = 0; k < n; k++) {
      int box = order[k];
      int owner = group[groups.offset() + box];
      int at = boxes.offset() + 4 * box;
      int latest = latestOfGroup.getOrDefault(owner, -1);
      int other = latest;
      while (other >= 0
          && !(overlap(corners, boxes.offset() + 4 * other, corners, at) > threshold)) {
        other = keptBefore[other];
      }
      if (other < 0) {
        keptBefore[box] = latest;
        latestOfGroup.put(owner, box);
        to[kept.offset() + survivors++] = box;
      }
    }
    for (int k = survivors; k < n; k++) {
      to[kept.offset() + k] = -1;
    }
    HostStorage.ints(count)[count.offset()] = survivors;
  }
}
