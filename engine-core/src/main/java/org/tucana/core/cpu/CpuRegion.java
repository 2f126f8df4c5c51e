package org.tucana.core.cpu;

import java.util.Arrays;
import java.util.LinkedHashMap;
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
                  (float)
                      SuppressionGroup.overlap(left, a.offset() + 4 * i, right, b.offset() + 4 * j);
            }
          }
        });
  }

  /**
   * Goes through the boxes by falling score, as many at a time as are wanted, until so many are
   * kept; of those of each group, which a thread compares with the kept ones.
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
    Lines.load(HostStorage.floats(scores), scores.dtype(), scores.offset(), 1, n, keys);
    RankedKeys.largest(keys, order, n, n);
    float[] corners = HostStorage.floats(boxes);
    int[] owners = HostStorage.ints(groups);
    boolean[] survives = new boolean[n];
    Map<Integer, SuppressionGroup> found = new LinkedHashMap<>();
    int[] to = HostStorage.ints(kept);
    int wanted = kept.dim(0);
    int survivors = 0;
    for (int from = 0; from < n && survivors < wanted; from += wanted) {
      int end = Math.min(n, from + wanted);
      for (int k = from; k < end; k++) {
        found
            .computeIfAbsent(
                owners[groups.offset() + order[k]], _ -> new SuppressionGroup(threshold))
            .add(order[k]);
      }
      List<SuppressionGroup> all = List.copyOf(found.values());
      workers.run(
          all.size(), (chunk, _) -> all.get(chunk).decide(corners, boxes.offset(), survives));
      for (int k = from; k < end && survivors < wanted; k++) {
        if (survives[order[k]]) {
          to[kept.offset() + survivors++] = order[k];
        }
      }
    }
    Arrays.fill(to, kept.offset() + survivors, kept.offset() + wanted, -1);
    HostStorage.ints(count)[count.offset()] = survivors;
  }
}
