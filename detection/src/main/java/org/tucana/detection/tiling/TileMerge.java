package org.tucana.detection.tiling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;

/**
 * Makes one list of what was found in overlapping tiles, so that an object at a seam is neither
 * doubled nor cut.
 *
 * <ol>
 *   <li>An object that its tile may cut is dropped where another tile shows its box whole: what
 *       that tile says counts.
 *   <li>Objects of different tiles are one object if their boxes overlap well, or their masks do
 *       within the area that both tiles show, or a cut mask lies mostly in a whole one. Of two
 *       whole ones the surer remains; a cut one yields to a whole one.
 *   <li>Cut parts of one object that no tile shows whole are joined: masks and boxes are united,
 *       the surest part gives class and score.
 * </ol>
 *
 * <p>Objects of one tile are never merged with each other: the detector decided about them.
 */
public final class TileMerge {
  /** Overlap, as a share of the union, from which two are one. */
  private static final double SAME = 0.5;

  /** Share of a cut mask in a whole one from which it is a part of it. */
  private static final double CONTAINED = 0.7;

  private TileMerge() {}

  /**
   * An object of the whole picture.
   *
   * @param box its box
   * @param label its class
   * @param score probability of the class
   * @param mask its pixels
   */
  public record Merged(Box box, int label, float score, MaskCrop mask) {}

  /** The objects of a picture by falling score. */
  public static List<Merged> merge(List<Tile> tiles, List<TileObject> found) {
    List<TileObject> ordered =
        found.stream()
            .filter(o -> !o.isCut() || tiles.stream().noneMatch(t -> t.showsWhole(o.box())))
            .sorted(
                Comparator.comparing(TileObject::isCut)
                    .thenComparing(Comparator.comparingDouble(TileObject::score).reversed()))
            .toList();
    List<Group> groups = new ArrayList<>();
    for (TileObject object : ordered) {
      List<Group> same = groups.stream().filter(g -> g.isSame(object)).toList();
      if (same.isEmpty()) {
        groups.add(new Group(object));
      } else if (object.isCut()) {
        join(groups, same, object);
      }
    }
    return groups.stream()
        .map(Group::merged)
        .sorted(Comparator.comparingDouble(Merged::score).reversed())
        .toList();
  }

  /**
   * Adds a cut part to the group of cut parts it belongs to; it may turn out to connect several.
   */
  private static void join(List<Group> groups, List<Group> same, TileObject part) {
    if (same.stream().anyMatch(g -> !g.isCut())) {
      return;
    }
    Group first = same.getFirst();
    first.add(part);
    for (Group other : same.subList(1, same.size())) {
      other.parts.forEach(first::add);
      groups.remove(other);
    }
  }

  /** One object: found whole, or several cut parts of it, the surest first. */
  private static final class Group {
    private final List<TileObject> parts = new ArrayList<>();
    private Box box;

    Group(TileObject first) {
      parts.add(first);
      box = first.box();
    }

    void add(TileObject part) {
      parts.add(part);
      box = union(box, part.box());
    }

    boolean isCut() {
      return parts.getFirst().isCut();
    }

    boolean isSame(TileObject object) {
      return touches(box, object.box()) && parts.stream().anyMatch(p -> isSame(p, object));
    }

    private static boolean isSame(TileObject earlier, TileObject later) {
      if (earlier.tile().equals(later.tile()) || !touches(earlier.box(), later.box())) {
        return false;
      }
      if (!later.isCut() && earlier.box().iou(later.box()) >= SAME) {
        return true;
      }
      int common = earlier.mask().intersection(later.mask());
      if (common == 0) {
        return false;
      }
      int earlierShared = earlier.mask().areaWithin(later.tile().box());
      int laterShared = later.mask().areaWithin(earlier.tile().box());
      boolean overlaps = common >= SAME * (earlierShared + laterShared - common);
      boolean isPart = !earlier.isCut() && later.isCut() && common >= CONTAINED * laterShared;
      return overlaps || isPart;
    }

    Merged merged() {
      TileObject surest =
          parts.stream().max(Comparator.comparingDouble(TileObject::score)).orElseThrow();
      MaskCrop mask = parts.stream().map(TileObject::mask).reduce(MaskCrop::union).orElseThrow();
      return new Merged(box, surest.label(), surest.score(), mask);
    }
  }

  private static boolean touches(Box a, Box b) {
    return a.x1() < b.x2() && b.x1() < a.x2() && a.y1() < b.y2() && b.y1() < a.y2();
  }

  private static Box union(Box a, Box b) {
    return new Box(
        Math.min(a.x1(), b.x1()),
        Math.min(a.y1(), b.y1()),
        Math.max(a.x2(), b.x2()),
        Math.max(a.y2(), b.y2()));
  }
}
