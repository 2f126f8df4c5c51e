package org.tucana.core.cpu.blocked;

import java.util.Optional;
import org.tucana.core.kernel.ConvGeometry;

/** Sizes of the output tiles of a {@link WinogradConvolution}. */
public enum WinogradTile {
  /** 2 x 2 outputs of 16 products, 2.25 times fewer than the definition's. */
  TWO,

  /** 4 x 4 outputs of 36 products, 4 times fewer. */
  FOUR;

  /** Products of the definition for an output value, a channel and a filter. */
  private static final double DEFINED = FilterTransform.TAPS * FilterTransform.TAPS;

  /** To read the weights once costs what products with so many tiles or output values do. */
  private static final double READING = 10;

  TileTransform transform() {
    return switch (this) {
      case TWO -> new TransformOfTwo();
      case FOUR -> new TransformOfFour();
    };
  }

  /** To transform a tile, in products for a channel or filter. */
  private double transformation() {
    return switch (this) {
      case TWO -> 170;
      case FOUR -> 400;
    };
  }

  /**
   * The fastest way for a convolution that tiles can compute, by its sizes alone; empty for the
   * definition.
   *
   * @param channels C
   * @param output the output's sizes
   */
  public static Optional<WinogradTile> choose(int channels, MapExtent output) {
    double depth = Math.ceilDiv(channels, MapExtent.BLOCK) * (double) MapExtent.BLOCK;
    double width = output.blocks() * (double) MapExtent.BLOCK;
    double values = (double) output.batch() * output.height() * output.width();
    double least = DEFINED * depth * width * (values + READING);
    Optional<WinogradTile> best = Optional.empty();
    for (WinogradTile tile : values()) {
      double cost = tile.cost(depth, width, output);
      if (cost < least) {
        least = cost;
        best = Optional.of(tile);
      }
    }
    return best;
  }

  private double cost(double depth, double width, MapExtent output) {
    int m = transform().outputs();
    int n = transform().inputs();
    double tiles =
        (double) output.batch()
            * Math.ceilDiv(output.height(), m)
            * Math.ceilDiv(output.width(), m);
    return n * n * depth * width * (tiles + READING) + transformation() * (depth + width) * tiles;
  }

  /** Whether a convolution is of the form that tiles can compute. */
  public static boolean handles(ConvGeometry geometry, int kernelHeight, int kernelWidth) {
    return kernelHeight == FilterTransform.TAPS
        && kernelWidth == FilterTransform.TAPS
        && geometry.equals(new ConvGeometry(1, 1, geometry.padY(), geometry.padX(), 1, 1, 1));
  }
}
