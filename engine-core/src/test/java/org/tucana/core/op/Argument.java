package org.tucana.core.op;

import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * An input of an operator under test: its type and how its values are drawn.
 *
 * @param varies whether the gradient with respect to it is checked
 */
record Argument(TensorType type, Values values, boolean varies) {

  /** Draws the element {@code i} of {@code n}. */
  @FunctionalInterface
  interface Values {
    double draw(Philox random, int[] order, int i);
  }

  /** Smallest distance of two values of {@link #apart}, and of one from a multiple of a half. */
  private static final double GAP = 0.03;

  private static Argument real(Values values, int... dims) {
    return new Argument(new TensorType(Shape.of(dims), DType.FLOAT64), values, true);
  }

  /** Between -1 and 1. */
  static Argument smooth(int... dims) {
    return real((random, order, i) -> random.nextDouble(-1, 1), dims);
  }

  /** Between 0.5 and 2. */
  static Argument positive(int... dims) {
    return real((random, order, i) -> random.nextDouble(0.5, 2), dims);
  }

  /** Of both signs, all different, and none near 0, 0.5 or -0.5, where operators have kinks. */
  static Argument apart(int... dims) {
    return real((random, order, i) -> (order[i] - order.length / 2 + 0.5) * 2 * GAP, dims);
  }

  /** Signed values of size 0.6 and more. */
  static Argument farFromZero(int... dims) {
    return real((random, order, i) -> sign(random) * random.nextDouble(0.6, 2), dims);
  }

  private static double sign(Philox random) {
    return random.nextInt(2) == 0 ? -1 : 1;
  }

  /** The given values. */
  static Argument of(Shape shape, double... values) {
    return new Argument(
        new TensorType(shape, DType.FLOAT64), (random, order, i) -> values[i], true);
  }

  static Argument indices(int... values) {
    return new Argument(TensorType.int32(values.length), (random, order, i) -> values[i], false);
  }

  static Argument condition(int... dims) {
    return new Argument(
        new TensorType(Shape.of(dims), DType.BOOL), (random, order, i) -> random.nextInt(2), false);
  }

  /** The same argument without a gradient of its own. */
  Argument constant() {
    return new Argument(type, values, false);
  }

  /** The same values as INT32. */
  Argument asIndices() {
    return new Argument(type.withDtype(DType.INT32), values, false);
  }

  /** The values that belong to a seed and a position among the inputs. */
  HostTensor draw(long seed, int position) {
    int n = type.shape().elements();
    Philox random = new RandomKey(seed, "argument " + position, 0).stream();
    int[] order = random.permutation(n);
    double[] drawn = new double[n];
    for (int i = 0; i < n; i++) {
      drawn[i] = values.draw(random, order, i);
    }
    return Doubles.as(type, drawn);
  }
}
