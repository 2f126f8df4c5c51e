package org.tucana.detection.structure;

import java.util.ArrayList;
import java.util.List;

/**
 * The outline of one connected part of a mask: a polygon around it and one around each of its
 * holes, along the edges of its pixels, so that it encloses exactly them.
 *
 * @param outer runs clockwise as seen on a picture
 * @param holes run counter-clockwise
 */
public record Outline(Polygon outer, List<Polygon> holes) {
  public Outline {
    holes = List.copyOf(holes);
  }

  /**
   * The outlines of a mask's parts from top to bottom; pixels that touch at a corner belong
   * together.
   */
  public static List<Outline> of(BinaryMask mask) {
    List<Polygon> outers = new ArrayList<>();
    List<Polygon> holes = new ArrayList<>();
    for (Polygon loop : new OutlineTracer(mask).loops()) {
      (loop.signedArea() > 0 ? outers : holes).add(loop);
    }
    List<List<Polygon>> holesOf = new ArrayList<>();
    outers.forEach(outer -> holesOf.add(new ArrayList<>()));
    for (Polygon hole : holes) {
      holesOf.get(smallestAround(hole, outers)).add(hole);
    }
    List<Outline> outlines = new ArrayList<>();
    for (int i = 0; i < outers.size(); i++) {
      outlines.add(new Outline(outers.get(i), holesOf.get(i)));
    }
    return outlines;
  }

  /** A hole begins with the upper edge of a pixel inside; the pixel above it lies in the hole. */
  private static int smallestAround(Polygon hole, List<Polygon> outers) {
    double x = Math.min(hole.x(0), hole.x(1)) + 0.5;
    double y = hole.y(0) - 0.5;
    int best = -1;
    for (int i = 0; i < outers.size(); i++) {
      Polygon outer = outers.get(i);
      if (outer.contains(x, y)
          && (best < 0 || outer.signedArea() < outers.get(best).signedArea())) {
        best = i;
      }
    }
    return best;
  }
}
