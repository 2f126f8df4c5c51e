package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Row-major planes as a convolution reads them: with its border of zeros, and each row sorted by
 * the remainders of its columns modulo the stride, so that what one tap reads for neighbouring
 * outputs lies side by side.
 */
final class SplitPlanes {
  private final ConvGeometry geometry;
  private final int height;
  private final int width;

  /** Columns of one remainder. */
  private final int phaseLength;

  SplitPlanes(ConvGeometry geometry, int height, int width) {
    this.geometry = geometry;
    this.height = height;
    this.width = width;
    phaseLength = Math.ceilDiv(width + 2 * geometry.padX(), geometry.strideX());
  }

  int rowLength() {
    return phaseLength * geometry.strideX();
  }

  int planeLength() {
    return (height + 2 * geometry.padY()) * rowLength();
  }

  /** How far from an output's first pixel a tap reads. */
  int distance(int kernelRow, int kernelColumn) {
    int column = kernelColumn * geometry.dilationX();
    return kernelRow * geometry.dilationY() * rowLength()
        + column % geometry.strideX() * phaseLength
        + column / geometry.strideX();
  }

  /**
   * Copies planes.
   *
   * @param x array that holds them from {@code offset} on
   * @param planes receives them, {@link #planeLength} apart
   */
  void fill(Workers workers, int count, float[] x, int offset, float[] planes) {
    workers.run(
        count,
        (plane, _) -> fill(x, offset + plane * height * width, planes, plane * planeLength()));
  }

  private void fill(float[] x, int from, float[] planes, int to) {
    int border = geometry.padY() * rowLength();
    int first = to + border;
    Arrays.fill(planes, to, first, 0f);
    for (int row = 0; row < height; row++) {
      for (int phase = 0; phase < geometry.strideX(); phase++) {
        fillPhase(
            x, from + row * width, planes, first + row * rowLength() + phase * phaseLength, phase);
      }
    }
    int end = first + height * rowLength();
    Arrays.fill(planes, end, end + border, 0f);
  }

  private void fillPhase(float[] x, int from, float[] planes, int to, int phase) {
    int stride = geometry.strideX();
    int before = Math.min(phaseLength, Math.ceilDiv(Math.max(0, geometry.padX() - phase), stride));
    int column = before * stride + phase - geometry.padX();
    int count = column >= width ? 0 : (width - 1 - column) / stride + 1;
    Arrays.fill(planes, to, to + before, 0f);
    StridedCopy.copy(x, from + column, stride, planes, to + before, count);
    Arrays.fill(planes, to + before + count, to + phaseLength, 0f);
  }
}
