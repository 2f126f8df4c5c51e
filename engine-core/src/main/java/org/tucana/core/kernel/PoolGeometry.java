package org.tucana.core.kernel;

import org.tucana.core.type.ShapeException;

/** A square pooling window, its stride and its padding. */
public record PoolGeometry(int size, int stride, int padding) {
  public PoolGeometry {
    if (size < 1 || stride < 1 || padding < 0 || padding > size / 2) {
      throw new ShapeException(
          "pool: size and stride must be at least 1 and padding at most half the size, got "
              + size
              + ", "
              + stride
              + ", "
              + padding);
    }
  }

  public int output(int input) {
    return Math.floorDiv(input + 2 * padding - size, stride) + 1;
  }
}
