package org.tucana.core.cpu.blocked;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * The pixels of a map that a convolution reads at strides, sorted by the remainders of their rows
 * and columns modulo the strides: what one tap reads for neighbouring outputs then lies side by
 * side. They lie as [N, blocks, remainders of rows, of columns, rows, columns, {@link
 * MapExtent#BLOCK}], with the remainders that some tap reads.
 */
final class StridedPixels {
  private final ConvGeometry geometry;
  private final MapExtent in;
  private final int[] rowRemainders;
  private final int[] columnRemainders;
  private final int rows;
  private final int columns;

  /**
   * @param in the map's sizes; its halo is at least the padding
   * @param out the convolution's output
   */
  StridedPixels(
      ConvGeometry geometry, int kernelHeight, int kernelWidth, MapExtent in, MapExtent out) {
    this.geometry = geometry;
    this.in = in;
    rowRemainders = remainders(kernelHeight, geometry.dilationY(), geometry.strideY());
    columnRemainders = remainders(kernelWidth, geometry.dilationX(), geometry.strideX());
    rows = out.height() + (kernelHeight - 1) * geometry.dilationY() / geometry.strideY();
    columns = out.width() + (kernelWidth - 1) * geometry.dilationX() / geometry.strideX();
  }

  private static int[] remainders(int taps, int dilation, int stride) {
    return IntStream.range(0, taps)
        .map(tap -> tap * dilation % stride)
        .sorted()
        .distinct()
        .toArray();
  }

  /** Pixels that a tap reads in a row of outputs, and those beyond that another reads. */
  int columns() {
    return columns;
  }

  /** Whether each tap reads all pixels of its remainders. */
  boolean isDense(MapExtent out) {
    return rows == out.height() && columns == out.width();
  }

  private int planeStride() {
    return rows * columns * MapExtent.BLOCK;
  }

  private int blockStride() {
    return rowRemainders.length * columnRemainders.length * planeStride();
  }

  /** Floats of an image. */
  int imageStride() {
    return in.blocks() * blockStride();
  }

  /** Distance of what a tap reads for the first output from the image's beginning. */
  int at(int block, int ky, int kx) {
    int y = ky * geometry.dilationY();
    int x = kx * geometry.dilationX();
    int plane =
        index(rowRemainders, y % geometry.strideY()) * columnRemainders.length
            + index(columnRemainders, x % geometry.strideX());
    return block * blockStride()
        + plane * planeStride()
        + (y / geometry.strideY() * columns + x / geometry.strideX()) * MapExtent.BLOCK;
  }

  private static int index(int[] remainders, int value) {
    int index = 0;
    while (remainders[index] != value) {
      index++;
    }
    return index;
  }

  /** Brings the pixels of a map of these sizes, but for its number of images, to an array. */
  void gather(Workers workers, BlockedMap x, float[] values) {
    x.forEachPlane(
        workers,
        (image, block) -> {
          int to = image * imageStride() + block * blockStride();
          for (int row : rowRemainders) {
            for (int column : columnRemainders) {
              gather(x, image, block, row, column, values, to);
              to += planeStride();
            }
          }
        });
  }

  private void gather(
      BlockedMap x, int image, int block, int row, int column, float[] values, int to) {
    int y = row - geometry.padY();
    int height = Math.min(rows, Math.ceilDiv(in.height() + in.halo() - y, geometry.strideY()));
    int first = column - geometry.padX();
    int width = Math.min(columns, Math.ceilDiv(in.width() + in.halo() - first, geometry.strideX()));
    int step = geometry.strideX() * MapExtent.BLOCK;
    for (int i = 0; i < height; i++) {
      int from = x.at(image, block, y + i * geometry.strideY(), first);
      int at = to + i * columns * MapExtent.BLOCK;
      for (int j = 0; j < width; j++) {
        for (int lane = 0; lane < MapExtent.BLOCK; lane += PixelTile.LANES) {
          FloatVector.fromArray(PixelTile.SPECIES, x.values(), from + j * step + lane)
              .intoArray(values, at + j * MapExtent.BLOCK + lane);
        }
      }
    }
  }
}
