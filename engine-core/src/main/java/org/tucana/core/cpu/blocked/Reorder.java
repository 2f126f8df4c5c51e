package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Workers;

/** Brings maps from row-major order [N,C,H,W] into blocks of channels and back. */
public final class Reorder {
  private static final int BLOCK = MapExtent.BLOCK;

  private Reorder() {}

  /**
   * Copies a row-major map that begins at {@code offset}; y's halo and missing channels become
   * zero.
   */
  public static void enter(Workers workers, float[] x, int offset, BlockedMap y) {
    MapExtent extent = y.extent();
    int pixels = extent.height() * extent.width();
    workers.run(
        extent.batch() * extent.blocks(),
        (chunk, scratch) -> {
          int image = chunk / extent.blocks();
          int block = chunk % extent.blocks();
          int count = Math.min(BLOCK, extent.channels() - block * BLOCK);
          int from = offset + (image * extent.channels() + block * BLOCK) * pixels;
          for (int row = 0; row < extent.height(); row++) {
            enterRow(
                x,
                from + row * extent.width(),
                pixels,
                count,
                y.values(),
                y.at(image, block, row, 0),
                extent.width());
          }
        });
    y.clearHalo(workers);
  }

  private static void enterRow(
      float[] x, int from, int channelStride, int count, float[] y, int to, int width) {
    int done = 0;
    if (count == BLOCK) {
      for (; done + Transpose.SIDE <= width; done += Transpose.SIDE) {
        for (int c = 0; c < BLOCK; c += Transpose.SIDE) {
          Transpose.square(
              x, from + c * channelStride + done, channelStride, y, to + done * BLOCK + c, BLOCK);
        }
      }
    }
    for (int pixel = done; pixel < width; pixel++) {
      int at = to + pixel * BLOCK;
      for (int c = 0; c < count; c++) {
        y[at + c] = x[from + c * channelStride + pixel];
      }
      Arrays.fill(y, at + count, at + BLOCK, 0f);
    }
  }

  /** Copies into a row-major map that begins at {@code offset}. */
  public static void leave(Workers workers, BlockedMap x, float[] y, int offset) {
    MapExtent extent = x.extent();
    int pixels = extent.height() * extent.width();
    workers.run(
        extent.batch() * extent.blocks(),
        (chunk, scratch) -> {
          int image = chunk / extent.blocks();
          int block = chunk % extent.blocks();
          int count = Math.min(BLOCK, extent.channels() - block * BLOCK);
          int to = offset + (image * extent.channels() + block * BLOCK) * pixels;
          for (int row = 0; row < extent.height(); row++) {
            leaveRow(
                x.values(),
                x.at(image, block, row, 0),
                y,
                to + row * extent.width(),
                pixels,
                count,
                extent.width());
          }
        });
  }

  private static void leaveRow(
      float[] x, int from, float[] y, int to, int channelStride, int count, int width) {
    int done = 0;
    if (count == BLOCK) {
      for (; done + Transpose.SIDE <= width; done += Transpose.SIDE) {
        for (int c = 0; c < BLOCK; c += Transpose.SIDE) {
          Transpose.square(
              x, from + done * BLOCK + c, BLOCK, y, to + c * channelStride + done, channelStride);
        }
      }
    }
    for (int c = 0; c < count; c++) {
      for (int pixel = done; pixel < width; pixel++) {
        y[to + c * channelStride + pixel] = x[from + pixel * BLOCK + c];
      }
    }
  }
}
