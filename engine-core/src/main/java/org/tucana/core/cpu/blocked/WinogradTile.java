package org.tucana.core.cpu.blocked;

import org.tucana.core.kernel.ConvGeometry;

/** Sizes of the output tiles of a {@link WinogradConvolution}. */
public enum WinogradTile {
  /** 2 x 2 outputs of 16 products, 2.25 times fewer than the definition's. */
  TWO,

  /** 4 x 4 outputs of 36 products, 4 times fewer. */
  FOUR;

  TileTransform transform() {
    return switch (this) {
      case TWO -> new TransformOfTwo();
      case FOUR -> new TransformOfFour();
    };
  }

  /** Whether a convolution is of the form that tiles can compute. */
  public static boolean handles(ConvGeometry geometry, int kernelHeight, int kernelWidth) {
    return kernelHeight == FilterTransform.TAPS
        && kernelWidth == FilterTransform.TAPS
        && geometry.equals(new ConvGeometry(1, 1, geometry.padY(), geometry.padX(), 1, 1, 1));
  }
}
