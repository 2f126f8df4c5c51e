package org.tucana.core.cpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
                  (float) KeptBoxes.overlap(left, a.offset() + 4 * i, right, b.offset() + 4 * j);
            }
          }
        });
  }

  /**
   * Goes through the boxes of each group by falling score and compares each with the kept ones, one
   * group a thread.
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
    boolean[] survives = new boolean[n];
    List<int[]> members = members(HostStorage.ints(groups), groups.offset(), order, n);
    workers.run(
        members.size(),
        (chunk, own) -> {
          KeptBoxes others = new KeptBoxes(threshold);
          for (int box : members.get(chunk)) {
            survives[box] = others.keeps(corners, boxes.offset() + 4 * box);
          }
        });
    int[] to = HostStorage.ints(kept);
    int survivors = 0;
    for (int k = 0; k < n; k++) {
      if (survives[order[k]]) {
        to[kept.offset() + survivors++] = order[k];
      }
    }
    for (int k = survivors; k < n; k++) {
      to[kept.offset() + k] = -1;
    }
    HostStorage.ints(count)[count.offset()] = survivors;
  }

  /** The boxes of each group, in the given order. */
  private static List<int[]> members(int[] groups, int offset, int[] order, int n) {
    Map<Integer, IntStream.Builder> builders = new LinkedHashMap<>();
    for (int k = 0; k < n; k++) {
      builders.computeIfAbsent(groups[offset + order[k]], _ -> IntStream.builder()).add(order[k]);
    }
    return builders.values().stream().map(members -> members.build().toArray()).toList();
  }
}
