package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * F(4 x 4, 3 x 3) at the points 0, a, -a, b, -b and infinity with a = 1 / sqrt 2 and b = sqrt 2,
 * which lose fewer digits than 0, 1, -1, 2, -2.
 */
record TransformOfFour() implements TileTransform {
  private static final VectorSpecies<Float> SPECIES = PixelTile.SPECIES;
  private static final int M = 4;
  private static final int N = 6;

  private static final double POINT_A = Math.sqrt(0.5);
  private static final double POINT_B = Math.sqrt(2);

  private static final float A = (float) POINT_A;
  private static final float A_CUBED = (float) (POINT_A * POINT_A * POINT_A);
  private static final float B = (float) POINT_B;
  private static final float B_CUBED = (float) (POINT_B * POINT_B * POINT_B);

  /** Squares of the points, which are exact, and their sum. */
  private static final float AA = 0.5f;

  private static final float BB = 2f;
  private static final float SUM = AA + BB;

  @Override
  public int outputs() {
    return M;
  }

  @Override
  public double[] points() {
    return new double[] {0, POINT_A, -POINT_A, POINT_B, -POINT_B};
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

  /** Each value is the product of (x - p) over the other points p, with powers of x as inputs. */
  private static void inputLine(float[] x, int from, int step, float[] y, int to, int toStep) {
    FloatVector a = FloatVector.broadcast(SPECIES, A);
    FloatVector b = FloatVector.broadcast(SPECIES, B);
    FloatVector minusAa = FloatVector.broadcast(SPECIES, -AA);
    FloatVector minusBb = FloatVector.broadcast(SPECIES, -BB);
    FloatVector minusSum = FloatVector.broadcast(SPECIES, -SUM);
    FloatVector d0 = FloatVector.fromArray(SPECIES, x, from);
    FloatVector d1 = FloatVector.fromArray(SPECIES, x, from + step);
    FloatVector d2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
    FloatVector d3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
    FloatVector d4 = FloatVector.fromArray(SPECIES, x, from + 4 * step);
    FloatVector d5 = FloatVector.fromArray(SPECIES, x, from + 5 * step);
    d2.fma(minusSum, d0.add(d4)).intoArray(y, to);
    FloatVector even = d2.fma(minusBb, d4);
    FloatVector odd = d1.fma(minusBb, d3).mul(a);
    even.add(odd).intoArray(y, to + toStep);
    even.sub(odd).intoArray(y, to + 2 * toStep);
    even = d2.fma(minusAa, d4);
    odd = d1.fma(minusAa, d3).mul(b);
    even.add(odd).intoArray(y, to + 3 * toStep);
    even.sub(odd).intoArray(y, to + 4 * toStep);
    d3.fma(minusSum, d1.add(d5)).intoArray(y, to + 5 * toStep);
  }

  /** Each value is the sum of a power of every point times its input. */
  private static void outputLine(float[] x, int from, int step, float[] y, int to, int toStep) {
    FloatVector s1 = FloatVector.fromArray(SPECIES, x, from + step);
    FloatVector s2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
    FloatVector s3 = FloatVector.fromArray(SPECIES, x, from + 3 * step);
    FloatVector s4 = FloatVector.fromArray(SPECIES, x, from + 4 * step);
    FloatVector evenA = s1.add(s2);
    FloatVector evenB = s3.add(s4);
    FloatVector oddA = s1.sub(s2);
    FloatVector oddB = s3.sub(s4);
    FloatVector s0 = FloatVector.fromArray(SPECIES, x, from);
    s0.add(evenA.add(evenB)).intoArray(y, to);
    oddB.fma(FloatVector.broadcast(SPECIES, B), oddA.mul(A)).intoArray(y, to + toStep);
    evenB.fma(FloatVector.broadcast(SPECIES, BB), evenA.mul(AA)).intoArray(y, to + 2 * toStep);
    FloatVector s5 = FloatVector.fromArray(SPECIES, x, from + 5 * step);
    oddB.fma(
            FloatVector.broadcast(SPECIES, B_CUBED),
            oddA.fma(FloatVector.broadcast(SPECIES, A_CUBED), s5))
        .intoArray(y, to + 3 * toStep);
  }
}
