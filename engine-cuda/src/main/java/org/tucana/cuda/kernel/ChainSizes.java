package org.tucana.cuda.kernel;

import java.util.Optional;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.StructWriter;

/**
 * Sizes of three convolutions in a row: of one cell from C channels to R ranks, of S x S cells to Q
 * ranks, of one cell to K channels.
 *
 * @param pictures N
 * @param channels C
 * @param rows of the input
 * @param columns of the input
 * @param innerRanks R
 * @param outerRanks Q
 * @param results K
 * @param outputRows rows of the output
 * @param outputColumns columns of the output
 * @param size S
 * @param stride of the core, in both directions
 * @param padding of the core, on all sides
 */
public record ChainSizes(
    int pictures,
    int channels,
    int rows,
    int columns,
    int innerRanks,
    int outerRanks,
    int results,
    int outputRows,
    int outputColumns,
    int size,
    int stride,
    int padding) {
  private static final int BYTES = 48;

  /** Rows and columns of the output that a block of threads computes at a time. */
  private static final int TILE_ROWS = 8;

  private static final int TILE_COLUMNS = 16;

  /**
   * The sizes of a chain; empty where its core is not square or has gaps.
   *
   * @param geometry of the core
   * @param x [N,C,H,W]
   * @param core its weight [Q,R,S,S]
   * @param results K
   */
  public static Optional<ChainSizes> of(ConvGeometry geometry, Shape x, Shape core, int results) {
    int size = core.dim(2);
    if (core.dim(3) != size
        || !geometry.equals(ConvGeometry.of(geometry.strideY(), geometry.padY()))) {
      return Optional.empty();
    }
    return Optional.of(
        new ChainSizes(
            x.dim(0),
            x.dim(1),
            x.dim(2),
            x.dim(3),
            core.dim(1),
            core.dim(0),
            results,
            geometry.outputRows(x.dim(2), size),
            geometry.outputColumns(x.dim(3), size),
            size,
            geometry.strideY(),
            geometry.padY()));
  }

  /** Tiles of all outputs, each computed by one block of threads. */
  long tiles() {
    return (long) pictures
        * Math.ceilDiv(outputRows, TILE_ROWS)
        * Math.ceilDiv(outputColumns, TILE_COLUMNS);
  }

  /** Cells of the inner map that a tile of the output reads. */
  long cellsUnderTile() {
    return ((TILE_ROWS - 1L) * stride + size) * ((TILE_COLUMNS - 1) * stride + size);
  }

  /** {@code Chain} of native/README.md. */
  Struct struct() {
    return new StructWriter(BYTES)
        .number(pictures)
        .number(channels)
        .number(rows)
        .number(columns)
        .number(innerRanks)
        .number(outerRanks)
        .number(results)
        .number(outputRows)
        .number(outputColumns)
        .number(size)
        .number(stride)
        .number(padding)
        .struct();
  }
}
