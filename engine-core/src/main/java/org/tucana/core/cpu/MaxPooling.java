package org.tucana.core.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.kernel.PoolGeometry;

/**
 * Max pooling of one plane of H x W. For each output row the largest value of each column is found,
 * then the largest of each {@code size} neighbouring columns at every position, of which every
 * {@code stride}-th is an output; all without branches, a vector of columns at a time. The place of
 * a value goes with it and decides between equal ones.
 */
final class MaxPooling {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final int LANES = FLOATS.length();

  private final PoolGeometry geometry;
  private final int rows;
  private final int columns;
  private final int outRows;
  private final int outColumns;

  MaxPooling(PoolGeometry geometry, int rows, int columns, int outRows, int outColumns) {
    this.geometry = geometry;
    this.rows = rows;
    this.columns = columns;
    this.outRows = outRows;
    this.outColumns = outColumns;
  }

  /**
   * Pools one plane.
   *
   * @param y receives P x Q values
   * @param places receives where in the plane each came from
   */
  void run(float[] x, int xAt, float[] y, int yAt, int[] places, int placesAt, Scratch scratch) {
    int padding = geometry.padding();
    int size = geometry.size();
    int positions = Math.max(0, (outColumns - 1) * geometry.stride() + 1);
    int width = Math.max(padding + columns, positions + size) + LANES;
    float[] line = scratch.floats(Scratch.Purpose.FIRST_LINE, width);
    int[] linePlaces = scratch.ints(Scratch.Purpose.FIRST_LINE, width);
    Arrays.fill(line, 0, width, Float.NEGATIVE_INFINITY);
    Arrays.fill(linePlaces, 0, width, Integer.MAX_VALUE);
    float[] best = scratch.floats(Scratch.Purpose.SECOND_LINE, width);
    int[] bestPlaces = scratch.ints(Scratch.Purpose.SECOND_LINE, width);
    for (int p = 0; p < outRows; p++) {
      int first = p * geometry.stride() - padding;
      int top = Math.max(first, 0);
      int bottom = Math.min(first + size, rows);
      columnMaxima(x, xAt, top, bottom, line, linePlaces);
      neighbourMaxima(line, linePlaces, positions, best, bestPlaces);
      int out = p * outColumns;
      for (int q = 0; q < outColumns; q++) {
        y[yAt + out + q] = best[q * geometry.stride()];
        places[placesAt + out + q] = bestPlaces[q * geometry.stride()];
      }
    }
  }

  /** Largest of rows {@code top} to {@code bottom - 1} in each column, the first of equal ones. */
  private void columnMaxima(
      float[] x, int xAt, int top, int bottom, float[] line, int[] linePlaces) {
    for (int c = 0; c < columns; c += LANES) {
      VectorMask<Float> inside = FLOATS.indexInRange(c, columns);
      FloatVector best = FloatVector.fromArray(FLOATS, x, xAt + top * columns + c, inside);
      IntVector places = IntVector.broadcast(INTS, top * columns + c).addIndex(1);
      IntVector place = places;
      for (int h = top + 1; h < bottom; h++) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + h * columns + c, inside);
        place = place.add(columns);
        VectorMask<Float> better =
            v.compare(VectorOperators.LE, best).not().andNot(best.test(VectorOperators.IS_NAN));
        best = best.blend(v, better);
        places = places.blend(place, better.cast(INTS));
      }
      best.intoArray(line, geometry.padding() + c, inside);
      places.intoArray(linePlaces, geometry.padding() + c, inside.cast(INTS));
    }
  }

  /** Largest of {@code size} neighbours from each position on; of equal ones the first place. */
  private void neighbourMaxima(
      float[] line, int[] linePlaces, int positions, float[] result, int[] resultPlaces) {
    for (int i = 0; i < positions; i += LANES) {
      FloatVector best = FloatVector.fromArray(FLOATS, line, i);
      IntVector places = IntVector.fromArray(INTS, linePlaces, i);
      for (int d = 1; d < geometry.size(); d++) {
        FloatVector v = FloatVector.fromArray(FLOATS, line, i + d);
        IntVector place = IntVector.fromArray(INTS, linePlaces, i + d);
        VectorMask<Float> bestNan = best.test(VectorOperators.IS_NAN);
        VectorMask<Float> nan = v.test(VectorOperators.IS_NAN);
        VectorMask<Float> equal = v.compare(VectorOperators.EQ, best).or(nan.and(bestNan));
        VectorMask<Float> before = place.compare(VectorOperators.LT, places).cast(FLOATS);
        VectorMask<Float> better =
            v.compare(VectorOperators.GT, best).or(nan.andNot(bestNan)).or(equal.and(before));
        best = best.blend(v, better);
        places = places.blend(place, better.cast(INTS));
      }
      best.intoArray(result, i);
      places.intoArray(resultPlaces, i);
    }
  }
}
