package org.tucana.core.cpu.blocked;

/**
 * Sizes and strides of a map [N,C,H,W] in blocks of {@value #BLOCK} channels: [N, blocks, H + 2
 * halo, W + 2 halo, {@value #BLOCK}]. Channels beyond C are zero, and so is the halo, the border
 * that a convolution's padding reads.
 *
 * @param batch N
 * @param channels C
 * @param height H, without the halo
 * @param width W, without the halo
 * @param halo rows and columns of zeros on each side
 */
public record MapExtent(int batch, int channels, int height, int width, int halo) {
  /** Channels in a block: one vector of 512 bits. */
  public static final int BLOCK = 16;

  /** The same map with another border. */
  public MapExtent withHalo(int other) {
    return new MapExtent(batch, channels, height, width, other);
  }

  /** Number of blocks. */
  public int blocks() {
    return (channels + BLOCK - 1) / BLOCK;
  }

  /** Distance of two rows. */
  public int rowStride() {
    return (width + 2 * halo) * BLOCK;
  }

  /** Distance of two blocks. */
  public int planeStride() {
    return (height + 2 * halo) * rowStride();
  }

  /** Distance of two images. */
  public int imageStride() {
    return blocks() * planeStride();
  }

  /** Elements in all. */
  public int length() {
    return Math.multiplyExact(batch, imageStride());
  }

  /** Where the first channel of a block lies at a pixel; row and column may be in the halo. */
  public int at(int image, int block, int row, int column) {
    return image * imageStride()
        + block * planeStride()
        + (row + halo) * rowStride()
        + (column + halo) * BLOCK;
  }
}
