package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(2 x 2, 3 x 3) at the points 0, 1, -1 and infinity. */
record TransformOfTwo() implements TileTransform {
  private static final VectorSpecies<Float> SPECIES = PixelTile.SPECIES;
  private static final int M = 2;
  private static final int N = 4;

  @Override
  public int outputs() {
    return M;
  }

  @Override
  public double[] points() {
    return new double[] {0, 1, -1};
  }

  @Override
  public void input(float[] x, int from, Steps steps, float[] half, float[] v, int to, int step) {
    int lanes = PixelTile.LANES;
    for (int column = 0; column < N; column++) {
      inputLine(x, from + column * steps.column(), steps.row(), half, column * lanes, N * lanes);
    }
    for (int row = 0; row < N; row++) {
      inputLine(half, row * N * lanes, lanes, v, to + row * N * step, step);
    }
  }

  @Override
  public void output(float[] v, int from, float[] half, float[] y, int to) {
    int lanes = PixelTile.LANES;
    int step = PixelTile.WIDTH;
    for (int column = 0; column < N; column++) {
      outputLine(v, from + column * step, N * step, half, column * lanes, N * lanes);
    }
    for (int row = 0; row < M; row++) {
      outputLine(half, row * N * lanes, lanes, y, to + row * M * lanes, lanes);
    }
  }

  private static void inputLine(float[] x, int from, int step, float[] y, int to, int toStep) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, x, from);
    FloatVector d1 = FloatVector.fromArray(SPECIES, x, from + step);
    FloatVector d2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
    FloatVector d3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
    d2.sub(d0).intoArray(y, to);
    d2.add(d1).intoArray(y, to + toStep);
    d2.sub(d1).intoArray(y, to + 2 * toStep);
    d3.sub(d1).intoArray(y, to + 3 * toStep);
  }

  private static void outputLine(float[] x, int from, int step, float[] y, int to, int toStep) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, x, from);
    FloatVector s1 = FloatVector.fromArray(SPECIES, x, from + step);
    FloatVector s2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
    FloatVector s3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
    s0.add(s1.add(s2)).intoArray(y, to);
    s1.sub(s2).add(s3).intoArray(y, to + toStep);
  }
}
