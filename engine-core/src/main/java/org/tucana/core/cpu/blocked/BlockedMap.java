package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Workers;

/**
 * A map in blocks of channels.
 *
 * @param values the array it lies in
 * @param offset where it begins there
 */
public record BlockedMap(float[] values, int offset, MapExtent extent) {
  /** Parts a thread in which planes are shared out. */
  private static final int PARTS = 4;

  /** Where the first channel of a block lies at a pixel; row and column may be in the halo. */
  public int at(int image, int block, int row, int column) {
    return offset + extent.at(image, block, row, column);
  }

  /** Some of the images. */
  BlockedMap images(int first, int count) {
    return new BlockedMap(
        values,
        offset + first * extent.imageStride(),
        new MapExtent(count, extent.channels(), extent.height(), extent.width(), extent.halo()));
  }

  /** Work on one block of an image's channels. */
  @FunctionalInterface
  interface PlaneTask {
    void run(int image, int block);
  }

  /** Does a task for all blocks of all images, in any order. */
  void forEachPlane(Workers workers, PlaneTask task) {
    int planes = extent.batch() * extent.blocks();
    int parts = Math.min(planes, PARTS * workers.threads());
    workers.run(
        parts,
        (part, scratch) -> {
          for (int plane = Parts.bound(planes, parts, part);
              plane < Parts.bound(planes, parts, part + 1);
              plane++) {
            task.run(plane / extent.blocks(), plane % extent.blocks());
          }
        });
  }

  /** Makes the halo zero. */
  public void clearHalo(Workers workers) {
    if (extent.halo() > 0) {
      forEachPlane(workers, this::clearHalo);
    }
  }

  private void clearHalo(int image, int block) {
    int halo = extent.halo();
    int plane = at(image, block, -halo, -halo);
    int row = extent.rowStride();
    int band = halo * row;
    int side = halo * MapExtent.BLOCK;
    Arrays.fill(values, plane, plane + band + side, 0f);
    for (int y = 1; y < extent.height(); y++) {
      // The end of a row and the beginning of the next lie side by side.
      int next = plane + band + y * row;
      Arrays.fill(values, next - side, next + side, 0f);
    }
    int end = plane + extent.planeStride();
    Arrays.fill(values, end - band - side, end, 0f);
  }
}
