package org.tucana.detection.structure;

import java.util.List;

/** Puts several masks of one picture together on their runs. */
final class RunMerge {
  private RunMerge() {}

  /**
   * What the masks, at least one, hold together by a rule; halves first, so that it takes n log n.
   */
  static RunLength of(List<RunLength> masks, FillRule rule) {
    if (masks.size() == 1) {
      return masks.getFirst();
    }
    int middle = masks.size() / 2;
    return merge(
        of(masks.subList(0, middle), rule), of(masks.subList(middle, masks.size()), rule), rule);
  }

  private static RunLength merge(RunLength one, RunLength other, FillRule rule) {
    RunBuilder runs = new RunBuilder(one.counts().length + other.counts().length);
    int a = 0;
    int b = 0;
    int endA = 0;
    int endB = 0;
    int position = 0;
    while (a < one.counts().length && b < other.counts().length) {
      int nextA = endA + one.counts()[a];
      int nextB = endB + other.counts()[b];
      int end = Math.min(nextA, nextB);
      runs.add(rule.isInside((a & 1) == 1, (b & 1) == 1), end - position);
      position = end;
      if (nextA == end) {
        endA = nextA;
        a++;
      }
      if (nextB == end) {
        endB = nextB;
        b++;
      }
    }
    return runs.finish(new PictureSize(one.height(), one.width()));
  }
}
