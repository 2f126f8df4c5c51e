package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.kernel.ConvGeometry;

/**
 * The tiles that cover the images of a map, as one sequence; those at the right and at the bottom
 * may reach beyond the map.
 *
 * @param images number of images
 * @param rows rows of tiles in an image
 * @param columns tiles in a row
 * @param outputs rows and columns of a tile's outputs
 * @param inputs rows and columns of its inputs
 * @param padY rows of padding
 * @param padX columns of padding
 */
record TileGrid(int images, int rows, int columns, int outputs, int inputs, int padY, int padX) {
  static TileGrid of(TileTransform transform, ConvGeometry geometry, MapExtent output) {
    int outputs = transform.outputs();
    return new TileGrid(
        output.batch(),
        Math.ceilDiv(output.height(), outputs),
        Math.ceilDiv(output.width(), outputs),
        outputs,
        transform.inputs(),
        geometry.padY(),
        geometry.padX());
  }

  int tiles() {
    return images * rows * columns;
  }

  int image(int tile) {
    return tile / (rows * columns);
  }

  /** First row of a tile's outputs. */
  int row(int tile) {
    return tile / columns % rows * outputs;
  }

  /** First column of a tile's outputs. */
  int column(int tile) {
    return tile % columns * outputs;
  }

  /** Whether all inputs of a tile lie in a map and its halo. */
  boolean inside(int tile, MapExtent in) {
    return row(tile) - padY + inputs <= in.height() + in.halo()
        && column(tile) - padX + inputs <= in.width() + in.halo();
  }

  /** Where a tile's inputs begin in a map. */
  int at(int tile, BlockedMap x, int block) {
    return x.at(image(tile), block, row(tile) - padY, column(tile) - padX);
  }

  /** Copies the inputs of a tile, with zeros where they lie beyond the map and its halo. */
  void copy(int tile, BlockedMap x, int block, float[] patch) {
    MapExtent in = x.extent();
    int from = at(tile, x, block);
    int length = inputs * MapExtent.BLOCK;
    int rowCount = Math.min(inputs, in.height() + in.halo() - row(tile) + padY);
    int columnCount = Math.min(inputs, in.width() + in.halo() - column(tile) + padX);
    for (int row = 0; row < rowCount; row++) {
      int to = row * length;
      System.arraycopy(
          x.values(), from + row * in.rowStride(), patch, to, columnCount * MapExtent.BLOCK);
      Arrays.fill(patch, to + columnCount * MapExtent.BLOCK, to + length, 0f);
    }
    Arrays.fill(patch, rowCount * length, inputs * length, 0f);
  }

  /**
   * Stores one vector of channels of a tile's outputs.
   *
   * @param sums rows of {@link #outputs} vectors
   */
  void store(int tile, float[] sums, MapEpilogue epilogue, int channel, BlockedMap y) {
    MapExtent out = y.extent();
    BlockedMap residual = epilogue.residual();
    int block = channel / MapExtent.BLOCK;
    int lane = channel % MapExtent.BLOCK;
    int rowCount = Math.min(outputs, out.height() - row(tile));
    int columnCount = Math.min(outputs, out.width() - column(tile));
    FloatVector start = FloatVector.fromArray(PixelTile.SPECIES, epilogue.start(), channel);
    float floor = epilogue.floor();
    int to = y.at(image(tile), block, row(tile), column(tile)) + lane;
    int added =
        residual == null ? 0 : residual.at(image(tile), block, row(tile), column(tile)) + lane;
    for (int row = 0; row < rowCount; row++) {
      for (int column = 0; column < columnCount; column++) {
        int from = (row * outputs + column) * PixelTile.LANES;
        FloatVector value = FloatVector.fromArray(PixelTile.SPECIES, sums, from).add(start);
        if (residual != null) {
          int at = added + row * residual.extent().rowStride() + column * MapExtent.BLOCK;
          value = value.add(FloatVector.fromArray(PixelTile.SPECIES, residual.values(), at));
        }
        value
            .max(floor)
            .intoArray(y.values(), to + row * out.rowStride() + column * MapExtent.BLOCK);
      }
    }
  }
}
