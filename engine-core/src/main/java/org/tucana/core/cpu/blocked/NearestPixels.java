package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;

/**
 * A map in blocks at another size: output row i takes input row floor(i * H / P), columns alike.
 */
public final class NearestPixels {
  private NearestPixels() {}

  public static void run(Workers workers, BlockedMap x, BlockedMap y) {
    MapExtent in = x.extent();
    MapExtent out = y.extent();
    workers.run(
        out.batch() * out.blocks(),
        (chunk, scratch) -> {
          int image = chunk / out.blocks();
          int block = chunk % out.blocks();
          for (int row = 0; row < out.height(); row++) {
            int from = x.at(image, block, source(row, in.height(), out.height()), 0);
            int to = y.at(image, block, row, 0);
            for (int column = 0; column < out.width(); column++) {
              System.arraycopy(
                  x.values(),
                  from + source(column, in.width(), out.width()) * MapExtent.BLOCK,
                  y.values(),
                  to + column * MapExtent.BLOCK,
                  MapExtent.BLOCK);
            }
          }
        });
    y.clearHalo(workers);
  }

  private static int source(int index, int from, int to) {
    return (int) ((long) index * from / to);
  }
}
