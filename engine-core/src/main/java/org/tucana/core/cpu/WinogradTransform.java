package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of Winograd's F(2x2, 3x3): Y = A' [(G g G') * (B' d B)] A (Lavin and Gray, "Fast
 * algorithms for convolutional neural networks", 2016, section 4.1). A tile d of 4 x 4 inputs and a
 * kernel g of 3 x 3 give 2 x 2 outputs with 16 multiplications instead of 36.
 *
 * <p>The lanes of the vectors are tiles; positions of a tile are numbered row by row.
 */
final class WinogradTransform {
  /** Positions of a transformed tile. */
  static final int POSITIONS = 16;

  private static final VectorSpecies<Float> SPECIES = RegisterTile.SPECIES;
  private static final int LANES = RegisterTile.LANES;
  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAAAAAAAAAAAAAL);
  private static final VectorShuffle<Float> LOWER_TWICE =
      VectorShuffle.fromOp(SPECIES, lane -> lane / 2);
  private static final VectorShuffle<Float> UPPER_TWICE =
      VectorShuffle.fromOp(SPECIES, lane -> SPECIES.length() / 2 + lane / 2);

  private WinogradTransform() {}

  /**
   * Transforms one kernel, G g G'.
   *
   * @param weight value {@code t} of the kernel is {@code weight[offset + t * step]}
   * @param target receives position {@code i} at {@code target[to + i * positionStride]}
   */
  static void kernel(
      float[] weight, int offset, int step, float[] target, int to, int positionStride) {
    for (int column = 0; column < 4; column++) {
      float top = kernelColumn(weight, offset, step, column);
      float middle = kernelColumn(weight, offset + 3 * step, step, column);
      float bottom = kernelColumn(weight, offset + 6 * step, step, column);
      int at = to + column * positionStride;
      target[at] = top;
      target[at + 4 * positionStride] = 0.5f * (top + middle + bottom);
      target[at + 8 * positionStride] = 0.5f * (top - middle + bottom);
      target[at + 12 * positionStride] = bottom;
    }
  }

  /** One element of a kernel row times G'. */
  private static float kernelColumn(float[] weight, int row, int step, int column) {
    float left = weight[row];
    float middle = weight[row + step];
    float right = weight[row + 2 * step];
    return switch (column) {
      case 0 -> left;
      case 1 -> 0.5f * (left + middle + right);
      case 2 -> 0.5f * (left - middle + right);
      default -> right;
    };
  }

  /**
   * Transforms the inputs of {@code tiles} tiles, B' d B; the source is overwritten.
   *
   * @param source position {@code i} of tile {@code t} is {@code source[from + i * pitch + t]}
   * @param target receives position {@code i} at {@code target[to + i * positionStride + t]}
   */
  static void input(
      float[] source, int from, int pitch, float[] target, int to, int positionStride, int tiles) {
    for (int t = 0; t < tiles; t += LANES) {
      inputVector(source, from + t, pitch, target, to + t, positionStride);
    }
  }

  private static void inputVector(
      float[] source, int from, int pitch, float[] target, int to, int stride) {
    // B' d in place, then its product with B into the target.
    for (int column = 0; column < 4; column++) {
      int at = from + column * pitch;
      FloatVector d0 = FloatVector.fromArray(SPECIES, source, at);
      FloatVector d1 = FloatVector.fromArray(SPECIES, source, at + 4 * pitch);
      FloatVector d2 = FloatVector.fromArray(SPECIES, source, at + 8 * pitch);
      FloatVector d3 = FloatVector.fromArray(SPECIES, source, at + 12 * pitch);
      d0.sub(d2).intoArray(source, at);
      d1.add(d2).intoArray(source, at + 4 * pitch);
      d2.sub(d1).intoArray(source, at + 8 * pitch);
      d1.sub(d3).intoArray(source, at + 12 * pitch);
    }
    for (int row = 0; row < 4; row++) {
      int at = from + 4 * row * pitch;
      int result = to + 4 * row * stride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, source, at);
      FloatVector d1 = FloatVector.fromArray(SPECIES, source, at + pitch);
      FloatVector d2 = FloatVector.fromArray(SPECIES, source, at + 2 * pitch);
      FloatVector d3 = FloatVector.fromArray(SPECIES, source, at + 3 * pitch);
      d0.sub(d2).intoArray(target, result);
      d1.add(d2).intoArray(target, result + stride);
      d2.sub(d1).intoArray(target, result + 2 * stride);
      d1.sub(d3).intoArray(target, result + 3 * stride);
    }
  }

  /**
   * Transforms the products of a vector of tiles back, A' m A + bias, and writes the two output
   * rows with the columns of neighbouring tiles side by side.
   *
   * @param products position {@code i} of tile {@code t} is {@code products[from + i *
   *     positionStride + t]}
   * @param rows receives output row {@code i} of tile {@code t} at {@code rows[to + i * rowPitch +
   *     2 * t]}
   */
  static void output(
      float[] products,
      int from,
      int positionStride,
      float bias,
      boolean relu,
      float[] rows,
      int to,
      int rowPitch) {
    FloatVector a0 = sum(products, from, 4 * positionStride);
    FloatVector a1 = sum(products, from + positionStride, 4 * positionStride);
    FloatVector a2 = sum(products, from + 2 * positionStride, 4 * positionStride);
    FloatVector a3 = sum(products, from + 3 * positionStride, 4 * positionStride);
    interleave(a0.add(a1).add(a2), a1.sub(a2).sub(a3), bias, relu, rows, to);
    FloatVector b0 = difference(products, from, 4 * positionStride);
    FloatVector b1 = difference(products, from + positionStride, 4 * positionStride);
    FloatVector b2 = difference(products, from + 2 * positionStride, 4 * positionStride);
    FloatVector b3 = difference(products, from + 3 * positionStride, 4 * positionStride);
    interleave(b0.add(b1).add(b2), b1.sub(b2).sub(b3), bias, relu, rows, to + rowPitch);
  }

  private static FloatVector sum(float[] m, int at, int row) {
    return FloatVector.fromArray(SPECIES, m, at)
        .add(FloatVector.fromArray(SPECIES, m, at + row))
        .add(FloatVector.fromArray(SPECIES, m, at + 2 * row));
  }

  private static FloatVector difference(float[] m, int at, int row) {
    return FloatVector.fromArray(SPECIES, m, at + row)
        .sub(FloatVector.fromArray(SPECIES, m, at + 2 * row))
        .sub(FloatVector.fromArray(SPECIES, m, at + 3 * row));
  }

  private static void interleave(
      FloatVector even, FloatVector odd, float bias, boolean relu, float[] rows, int to) {
    FloatVector left = even.add(bias);
    FloatVector right = odd.add(bias);
    if (relu) {
      left = left.max(0f);
      right = right.max(0f);
    }
    left.rearrange(LOWER_TWICE).blend(right.rearrange(LOWER_TWICE), ODD).intoArray(rows, to);
    left.rearrange(UPPER_TWICE)
        .blend(right.rearrange(UPPER_TWICE), ODD)
        .intoArray(rows, to + LANES);
  }
}
