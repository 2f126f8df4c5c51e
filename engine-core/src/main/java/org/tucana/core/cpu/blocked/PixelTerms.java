package org.tucana.core.cpu.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The terms of the sums of pixels, brought together from a row-major map into blocks: of each pixel
 * runs of values that lie side by side there, one run behind the other, as [blocks, pixels, {@link
 * MapExtent#BLOCK}].
 */
final class PixelTerms {
  private static final VectorSpecies<Float> COPY = FloatVector.SPECIES_256;

  /** Floats that are read beyond the last run. */
  static final int SLACK = COPY.length();

  /**
   * Some terms of a run that come into the same block.
   *
   * @param source distance of the first from a pixel in the map
   * @param term number of the first
   * @param lanes which of a vector's values are terms
   */
  private record Copy(int source, int term, VectorMask<Float> lanes) {}

  private final int terms;
  private final List<Copy> copies = new ArrayList<>();

  /**
   * @param runs distance of each run from a pixel
   * @param length values in a run
   */
  PixelTerms(int[] runs, int length) {
    terms = runs.length * length;
    int count;
    for (int term = 0; term < terms; term += count) {
      int done = term % length;
      int room = MapExtent.BLOCK - term % MapExtent.BLOCK;
      count = Math.min(length - done, Math.min(COPY.length(), room));
      copies.add(new Copy(runs[term / length] + done, term, COPY.indexInRange(0, count)));
    }
  }

  int blocks() {
    return Math.ceilDiv(terms, MapExtent.BLOCK);
  }

  /**
   * Brings the terms of some rows of pixels together.
   *
   * @param from the first pixel in {@code source}
   * @param rowStep distance of two rows there
   * @param step distance of two pixels
   */
  void gather(
      float[] source, int from, int rowStep, int step, int height, int width, float[] target) {
    int blockStride = height * width * MapExtent.BLOCK;
    if (terms % MapExtent.BLOCK > 0) {
      Arrays.fill(target, (blocks() - 1) * blockStride, blocks() * blockStride, 0f);
    }
    for (Copy copy : copies) {
      int place = copy.term / MapExtent.BLOCK * blockStride + copy.term % MapExtent.BLOCK;
      for (int row = 0; row < height; row++) {
        copyRow(
            source,
            from + row * rowStep + copy.source,
            step,
            target,
            place + row * width * MapExtent.BLOCK,
            width,
            copy.lanes);
      }
    }
  }

  private static void copyRow(
      float[] source,
      int from,
      int step,
      float[] target,
      int to,
      int width,
      VectorMask<Float> lanes) {
    for (int column = 0; column < width; column++) {
      FloatVector.fromArray(COPY, source, from + column * step)
          .intoArray(target, to + column * MapExtent.BLOCK, lanes);
    }
  }
}
