package org.tucana.core.reference;

import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.UnaryFunction;

/** Element by element. */
final class ReferencePointwise implements Pointwise {
  @Override
  public void unary(UnaryFunction f, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, apply(f, from.get(i)));
    }
  }

  private static double apply(UnaryFunction f, double v) {
    return switch (f) {
      case NEGATE -> -v;
      case ABS -> Math.abs(v);
      case EXP -> StrictMath.exp(v);
      case LOG -> StrictMath.log(v);
      case SQRT -> Math.sqrt(v);
      case RECIPROCAL -> 1 / v;
      case RELU -> Math.max(v, 0); // NaN stays NaN
      case SIGMOID -> 1 / (1 + StrictMath.exp(-v));
      case TANH -> StrictMath.tanh(v);
    };
  }

  @Override
  public void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
    Cells left = Cells.of(a);
    Cells right = Cells.of(b);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, apply(f, left.get(i), right.get(i)));
    }
  }

  private static double apply(BinaryFunction f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b); // NaN wins
      case MINIMUM -> Math.min(a, b);
      case GREATER -> a > b ? 1 : 0;
      case GREATER_EQUAL -> a >= b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
      case RELU_GRADIENT -> b > 0 ? a : 0;
      case SIGMOID_GRADIENT -> a * b * (1 - b);
      case TANH_GRADIENT -> a * (1 - b * b);
    };
  }

  @Override
  public void affine(double scale, double shift, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, scale * from.get(i) + shift);
    }
  }

  @Override
  public void clamp(double low, double high, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, Math.min(Math.max(from.get(i), low), high));
    }
  }

  @Override
  public void round(Levels levels, Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, levels.round(from.get(i)));
    }
  }

  @Override
  public void select(Operand condition, Operand a, Operand b, Operand y) {
    Cells chosen = Cells.of(condition);
    Cells left = Cells.of(a);
    Cells right = Cells.of(b);
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.move(i, chosen.get(i) != 0 ? left : right, i);
    }
  }

  @Override
  public void fill(double value, Operand y) {
    Cells to = Cells.of(y);
    for (int i = 0; i < to.size(); i++) {
      to.set(i, value);
    }
  }

  @Override
  public void copy(Operand x, Operand y) {
    Cells from = Cells.of(x);
    Cells to = Cells.of(y);
    boolean same = from.sameTypeAs(to);
    for (int i = 0; i < to.size(); i++) {
      if (same) {
        to.move(i, from, i);
      } else {
        to.set(i, from.get(i));
      }
    }
  }
}
