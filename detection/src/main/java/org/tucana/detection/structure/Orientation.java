package org.tucana.detection.structure;

import java.util.ArrayList;
import java.util.List;
import org.tucana.nn.data.Picture;

/**
 * One of the eight ways to lay a rectangle of pixels onto the grid: first mirrored, then turned by
 * quarters. No pixel changes its value.
 *
 * @param mirrorColumns whether left and right change places
 * @param mirrorRows whether up and down change places
 * @param quarterTurns clockwise turns by 90 degrees after that, 0 to 3
 */
public record Orientation(boolean mirrorColumns, boolean mirrorRows, int quarterTurns) {
  public Orientation {
    if (quarterTurns < 0 || quarterTurns > 3) {
      throw new IllegalArgumentException(
          "orientation: expected 0 to 3 quarter turns, got " + quarterTurns);
    }
  }

  /** All eight, the upright one first. */
  public static List<Orientation> all() {
    List<Orientation> all = new ArrayList<>();
    for (int turns = 0; turns < 4; turns++) {
      all.add(new Orientation(false, false, turns));
      all.add(new Orientation(true, false, turns));
    }
    return List.copyOf(all);
  }

  /** The picture in this orientation. */
  public Picture apply(Picture picture) {
    Grid grid = new Grid(picture.height(), picture.width());
    int size = picture.height() * picture.width();
    float[] pixels = new float[picture.pixels().length];
    for (int y = 0; y < grid.newHeight(); y++) {
      for (int x = 0; x < grid.newWidth(); x++) {
        int from = grid.source(y, x);
        int to = y * grid.newWidth() + x;
        for (int c = 0; c < picture.channels(); c++) {
          pixels[c * size + to] = picture.pixels()[c * size + from];
        }
      }
    }
    return new Picture(picture.channels(), grid.newHeight(), grid.newWidth(), pixels);
  }

  /** The mask in this orientation. */
  public BinaryMask apply(BinaryMask mask) {
    Grid grid = new Grid(mask.height(), mask.width());
    byte[] pixels = new byte[mask.pixels().length];
    for (int y = 0; y < grid.newHeight(); y++) {
      for (int x = 0; x < grid.newWidth(); x++) {
        pixels[y * grid.newWidth() + x] = mask.pixels()[grid.source(y, x)];
      }
    }
    return new BinaryMask(grid.newHeight(), grid.newWidth(), pixels);
  }

  /** The box in this orientation, within a picture of the given size before. */
  public Box apply(Box box, int height, int width) {
    Box b = box;
    if (mirrorColumns) {
      b = new Box(width - b.x2(), b.y1(), width - b.x1(), b.y2());
    }
    if (mirrorRows) {
      b = new Box(b.x1(), height - b.y2(), b.x2(), height - b.y1());
    }
    int h = height;
    int w = width;
    for (int turn = 0; turn < quarterTurns; turn++) {
      b = new Box(h - b.y2(), b.x1(), h - b.y1(), b.x2());
      int swapped = h;
      h = w;
      w = swapped;
    }
    return b;
  }

  /** Picture and truth in this orientation. */
  public Example apply(Example example) {
    Picture picture = example.picture();
    List<Annotation> annotations =
        example.annotations().stream()
            .map(a ->
                new Annotation(
                    apply(a.box(), picture.height(), picture.width()), a.label(), apply(a.mask())))
            .toList();
    return new Example(example.name(), apply(picture), annotations);
  }

  /** Where each pixel of the new grid comes from. */
  private final class Grid {
    private final int height;
    private final int width;

    Grid(int height, int width) {
      this.height = height;
      this.width = width;
    }

    int newHeight() {
      return quarterTurns % 2 == 0 ? height : width;
    }

    int newWidth() {
      return quarterTurns % 2 == 0 ? width : height;
    }

    int source(int newY, int newX) {
      int y =
          switch (quarterTurns) {
            case 0 -> newY;
            case 1 -> height - 1 - newX;
            case 2 -> height - 1 - newY;
            default -> newX;
          };
      int x =
          switch (quarterTurns) {
            case 0 -> newX;
            case 1 -> newY;
            case 2 -> width - 1 - newX;
            default -> width - 1 - newY;
          };
      return (mirrorRows ? height - 1 - y : y) * width + (mirrorColumns ? width - 1 - x : x);
    }
  }
}
