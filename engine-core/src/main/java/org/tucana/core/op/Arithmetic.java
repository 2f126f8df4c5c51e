package org.tucana.core.op;

import org.tucana.core.Tensor;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;

/** Element by element: operands of one element type broadcast against each other. */
public final class Arithmetic {
  private Arithmetic() {}

  /** a + b. */
  public static Tensor add(Tensor a, Tensor b) {
    return a.session().one(new Add(), a, b);
  }

  /** a - b. */
  public static Tensor subtract(Tensor a, Tensor b) {
    return a.session().one(new Subtract(), a, b);
  }

  /** a * b. */
  public static Tensor multiply(Tensor a, Tensor b) {
    return a.session().one(new Multiply(), a, b);
  }

  /** a / b. */
  public static Tensor divide(Tensor a, Tensor b) {
    return a.session().one(new Divide(), a, b);
  }

  /** The larger of two. */
  public static Tensor maximum(Tensor a, Tensor b) {
    return a.session().one(new Maximum(), a, b);
  }

  /** The smaller of two. */
  public static Tensor minimum(Tensor a, Tensor b) {
    return a.session().one(new Minimum(), a, b);
  }

  /** scale * x + shift. */
  public static Tensor affine(Tensor x, double scale, double shift) {
    return x.session().one(new Affine(scale, shift), x);
  }

  /** factor * x. */
  public static Tensor scale(Tensor x, double factor) {
    return affine(x, factor, 0);
  }

  /** min(max(x, low), high). */
  public static Tensor clamp(Tensor x, double low, double high) {
    return x.session().one(new Clamp(low, high), x);
  }

  /** The nearest of some levels, see {@link Levels#round}. */
  public static Tensor round(Tensor x, Levels levels) {
    return x.session().one(new RoundToLevels(levels), x);
  }

  /** -x. */
  public static Tensor negate(Tensor x) {
    return x.session().one(new Negate(), x);
  }

  /** e to the x. */
  public static Tensor exp(Tensor x) {
    return x.session().one(new Exp(), x);
  }

  /** Natural logarithm. */
  public static Tensor log(Tensor x) {
    return x.session().one(new Log(), x);
  }

  /** Square root. */
  public static Tensor sqrt(Tensor x) {
    return x.session().one(new Sqrt(), x);
  }

  /** |x|. */
  public static Tensor abs(Tensor x) {
    return x.session().one(new Abs(), x);
  }

  /** 1 / x. */
  public static Tensor reciprocal(Tensor x) {
    return x.session().one(new Reciprocal(), x);
  }

  /** a > b as BOOL. */
  public static Tensor greater(Tensor a, Tensor b) {
    return a.session().one(new Greater(), a, b);
  }

  /** a >= b as BOOL. */
  public static Tensor greaterEqual(Tensor a, Tensor b) {
    return a.session().one(new GreaterEqual(), a, b);
  }

  /** a == b as BOOL. */
  public static Tensor equal(Tensor a, Tensor b) {
    return a.session().one(new Equal(), a, b);
  }

  /** condition ? a : b; all three broadcast. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return condition.session().one(new Where(), condition, a, b);
  }

  /** The same values in another element type; the tensor itself where it has that type. */
  public static Tensor cast(Tensor x, DType to) {
    return x.dtype() == to ? x : x.session().one(new Cast(to), x);
  }

  /** The same values repeated to fill a shape. */
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    return x.session().one(new BroadcastTo(shape), x);
  }
}
