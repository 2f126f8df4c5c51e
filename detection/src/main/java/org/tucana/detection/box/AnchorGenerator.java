package org.tucana.detection.box;

import java.util.ArrayList;
import java.util.List;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

/**
 * Reference boxes at every cell of every level: for each aspect ratio (height over width) and size
 * a box of that area around the cell's upper left corner, its base rounded to whole pixels (Ren et
 * al., "Faster R-CNN", NeurIPS 2015, section 3.1.1; rounding as torchvision).
 */
public final class AnchorGenerator {
  private final List<Boxes> bases;

  /** What {@link #all} made last: pictures of one size, one after the other, want the same. */
  private volatile Made last = new Made(List.of(), new PictureSize(0, 0), List.of());

  private record Made(List<PictureSize> grids, PictureSize batch, List<Boxes> anchors) {}

  /**
   * @param sizes of each level, in pixels
   * @param aspectRatios of each level
   */
  public AnchorGenerator(List<List<Float>> sizes, List<List<Float>> aspectRatios) {
    List<Boxes> made = new ArrayList<>(sizes.size());
    for (int level = 0; level < sizes.size(); level++) {
      made.add(base(sizes.get(level), aspectRatios.get(level)));
    }
    bases = List.copyOf(made);
  }

  private static Boxes base(List<Float> sizes, List<Float> ratios) {
    float[] xyxy = new float[4 * sizes.size() * ratios.size()];
    int at = 0;
    for (float ratio : ratios) {
      float heightFactor = (float) Math.sqrt(ratio);
      float widthFactor = 1 / heightFactor;
      for (float size : sizes) {
        // Half to even, as torch rounds.
        float x = (float) Math.rint(widthFactor * size / 2);
        float y = (float) Math.rint(heightFactor * size / 2);
        xyxy[at++] = -x;
        xyxy[at++] = -y;
        xyxy[at++] = x;
        xyxy[at++] = y;
      }
    }
    return new Boxes(xyxy);
  }

  public int levels() {
    return bases.size();
  }

  /** Anchors at each cell of a level. */
  public int anchorsPerCell(int level) {
    return bases.get(level).size();
  }

  /**
   * The anchors of one level, cell by cell along rows, all anchors of a cell together.
   *
   * @param grid rows and columns of the level's feature map
   * @param batch size of the padded pictures; a cell is as many pixels as fit, rounded down
   */
  public Boxes level(int level, PictureSize grid, PictureSize batch) {
    float[] base = bases.get(level).xyxy();
    int strideY = batch.height() / grid.height();
    int strideX = batch.width() / grid.width();
    float[] xyxy = new float[grid.height() * grid.width() * base.length];
    int at = 0;
    for (int row = 0; row < grid.height(); row++) {
      for (int column = 0; column < grid.width(); column++) {
        for (int i = 0; i < base.length; i++) {
          xyxy[at++] = base[i] + ((i & 1) == 0 ? column * strideX : row * strideY);
        }
      }
    }
    return new Boxes(xyxy);
  }

  /** The anchors of all levels, one level after the other. */
  public List<Boxes> all(List<PictureSize> grids, PictureSize batch) {
    if (grids.size() != levels()) {
      throw new IllegalArgumentException(
          "anchors: sizes were given for "
              + levels()
              + " levels but the pyramid has "
              + grids.size()
              + "; give one list of sizes and one of aspect ratios a level");
    }
    Made made = last;
    if (!made.grids().equals(grids) || !made.batch().equals(batch)) {
      List<Boxes> all = new ArrayList<>(grids.size());
      for (int level = 0; level < grids.size(); level++) {
        all.add(level(level, grids.get(level), batch));
      }
      made = new Made(List.copyOf(grids), batch, List.copyOf(all));
      last = made;
    }
    return made.anchors();
  }
}
