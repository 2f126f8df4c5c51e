package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.PoolGeometry;

/**
 * The largest value of each window of a map in blocks; what lies outside the map does not count.
 */
public final class MaximumOfWindows {
  private MaximumOfWindows() {}

  public static void run(Workers workers, PoolGeometry geometry, BlockedMap x, BlockedMap y) {
    MapExtent out = y.extent();
    workers.run(
        out.batch() * out.blocks(),
        (chunk, scratch) -> {
          int image = chunk / out.blocks();
          int block = chunk % out.blocks();
          for (int row = 0; row < out.height(); row++) {
            row(geometry, x, y, image, block, row);
          }
        });
    y.clearHalo(workers);
  }

  private static void row(
      PoolGeometry geometry, BlockedMap x, BlockedMap y, int image, int block, int row) {
    MapExtent in = x.extent();
    int top = row * geometry.stride() - geometry.padding();
    int rowFrom = Math.max(0, top);
    int rowTo = Math.min(in.height(), top + geometry.size());
    int to = y.at(image, block, row, 0);
    for (int column = 0; column < y.extent().width(); column++, to += MapExtent.BLOCK) {
      int left = column * geometry.stride() - geometry.padding();
      int columnFrom = Math.max(0, left);
      int columnTo = Math.min(in.width(), left + geometry.size());
      for (int c = 0; c < MapExtent.BLOCK; c += PixelTile.LANES) {
        FloatVector largest = FloatVector.broadcast(PixelTile.SPECIES, Float.NEGATIVE_INFINITY);
        for (int r = rowFrom; r < rowTo; r++) {
          int at = x.at(image, block, r, columnFrom) + c;
          for (int i = columnFrom; i < columnTo; i++, at += MapExtent.BLOCK) {
            largest = largest.max(FloatVector.fromArray(PixelTile.SPECIES, x.values(), at));
          }
        }
        largest.intoArray(y.values(), to + c);
      }
    }
  }
}
