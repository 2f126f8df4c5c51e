package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;

/** What callers use, on numbers worked out by hand: each function computes what its name says. */
class NamedFunctionsTest {
  private static final float TOLERANCE = 4 * Math.ulp(1f);

  private final ReferenceBackend backend = new ReferenceBackend();
  private final EagerSession session = new EagerSession(backend);

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private Tensor vector(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return session.tensor(floats, values.length);
  }

  private Tensor matrix(int rows, double... values) {
    return vector(values).reshape(rows, values.length / rows);
  }

  private static void assertValues(Tensor actual, double... expected) {
    float[] values = actual.toFloats();
    float[] floats = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      floats[i] = (float) expected[i];
    }
    assertArrayEquals(floats, values, TOLERANCE, Arrays.toString(values));
  }

  @Test
  void arithmeticOfTwo() {
    Tensor a = vector(6, -3, 2);
    Tensor b = vector(2, 4, 2);
    assertValues(Arithmetic.add(a, b), 8, 1, 4);
    assertValues(Arithmetic.subtract(a, b), 4, -7, 0);
    assertValues(Arithmetic.multiply(a, b), 12, -12, 4);
    assertValues(Arithmetic.divide(a, b), 3, -0.75, 1);
    assertValues(Arithmetic.maximum(a, b), 6, 4, 2);
    assertValues(Arithmetic.minimum(a, b), 2, -3, 2);
    assertValues(Arithmetic.greater(a, b), 1, 0, 0);
    assertValues(Arithmetic.greaterEqual(a, b), 1, 0, 1);
    assertValues(Arithmetic.equal(a, b), 0, 0, 1);
    assertValues(Arithmetic.where(Arithmetic.greater(a, b), a, session.scalar(9)), 6, 9, 9);
  }

  @Test
  void arithmeticOfOne() {
    Tensor x = vector(0.25, 4);
    assertValues(Arithmetic.affine(x, 2, -1), -0.5, 7);
    assertValues(Arithmetic.scale(x, -2), -0.5, -8);
    assertValues(Arithmetic.clamp(x, 0.5, 3), 0.5, 3);
    Levels quarters = new Levels(0.25, -2, 5);
    assertValues(
        Arithmetic.round(vector(-1, 0.1, 0.13, 0.375, 0.625, 9), quarters),
        -0.5,
        0,
        0.25,
        0.5,
        0.5,
        1.25);
    assertValues(Arithmetic.negate(x), -0.25, -4);
    assertValues(Arithmetic.exp(vector(0, 1)), 1, Math.E);
    assertValues(Arithmetic.log(vector(1, Math.E)), 0, 1);
    assertValues(Arithmetic.sqrt(x), 0.5, 2);
    assertValues(Arithmetic.abs(vector(-2, 3)), 2, 3);
    assertValues(Arithmetic.reciprocal(x), 4, 0.25);
    assertArrayEquals(new int[] {0, 4}, Arithmetic.cast(vector(0.75, 4), DType.INT32).toInts());
    assertValues(Arithmetic.broadcastTo(x.reshape(2, 1), Shape.of(2, 2)), 0.25, 0.25, 4, 4);
  }

  @Test
  void activations() {
    double half = Math.log(3);
    assertValues(Activations.relu(vector(-1, 2)), 0, 2);
    assertValues(Activations.sigmoid(vector(0, half)), 0.5, 0.75);
    assertValues(Activations.tanh(vector(0, half / 2)), 0, 0.5);
    assertValues(Activations.softmax(vector(0, half), -1), 0.25, 0.75);
    assertValues(Activations.logSoftmax(vector(0, half), 0), Math.log(0.25), Math.log(0.75));
  }

  @Test
  void products() {
    Tensor a = matrix(2, 1, 2, 3, 4);
    Tensor b = matrix(2, 5, 6, 7, 8);
    assertValues(Products.matmul(a, b), 19, 22, 43, 50);
    assertValues(Products.linear(a, b, Optional.of(vector(1, -1))), 18, 22, 40, 52);
  }

  @Test
  void reductions() {
    Tensor x = matrix(2, 1, 5, 3, 4, 2, 6);
    assertValues(Reductions.sum(x, -1), 9, 12);
    assertValues(Reductions.sum(x), 21);
    assertValues(Reductions.mean(x, 0), 2.5, 3.5, 4.5);
    assertValues(Reductions.maximum(x, 0), 4, 5, 6);
    assertValues(Reductions.minimum(x, 1), 1, 2);
    Reductions.TopK top = Reductions.topK(x, 2);
    assertValues(top.values(), 5, 3, 6, 4);
    assertArrayEquals(new int[] {1, 2, 2, 0}, top.indices().toInts());
  }

  @Test
  void orderOfElements() {
    Tensor x = matrix(2, 1, 2, 3, 4);
    assertValues(Joining.concat(-1, List.of(x, matrix(2, 8, 9))), 1, 2, 8, 3, 4, 9);
    assertValues(Joining.pad(x, new int[] {1, 0}, new int[] {0, 1}), 0, 0, 0, 1, 2, 0, 3, 4, 0);
    assertValues(Indexing.select(x, -1, session.indices(1, 1, 0)), 2, 2, 1, 4, 4, 3);
  }

  @Test
  void picturesInOtherSizes() {
    Tensor x = vector(1, 2, 3, 4).reshape(1, 1, 2, 2);
    assertValues(Poolings.maxPool2d(x, new PoolGeometry(2, 1, 0)), 4);
    assertValues(Poolings.adaptiveAveragePool2d(x, 1, 1), 2.5);
    assertValues(Resizing.nearest(x, 1, 4), 1, 1, 2, 2);
    assertValues(Resizing.bilinear(x, 1, 1), 2.5);
  }

  @Test
  void boxes() {
    Tensor boxes = matrix(3, 0, 0, 2, 2, 0, 0, 2, 1, 5, 5, 6, 6);
    assertValues(Regions.boxIou(boxes.slice(0, 0, 1), boxes), 1, 0.5, 0);
    Tensor scores = vector(0.5, 0.9, 0.7);
    Tensor oneGroup = session.indices(0, 0, 0);
    assertArrayEquals(
        new int[] {1, 2}, Regions.nonMaximumSuppression(boxes, scores, oneGroup, 0.4, 3));
    assertArrayEquals(
        new int[] {1, 2, 0}, Regions.nonMaximumSuppression(boxes, scores, oneGroup, 0.5, 3));
    Tensor twoGroups = session.indices(1, 0, 0);
    assertArrayEquals(
        new int[] {1, 2, 0}, Regions.nonMaximumSuppression(boxes, scores, twoGroups, 0.4, 3));
    assertArrayEquals(
        new int[] {1, 2}, Regions.nonMaximumSuppression(boxes, scores, twoGroups, 0.4, 2));
  }
}
