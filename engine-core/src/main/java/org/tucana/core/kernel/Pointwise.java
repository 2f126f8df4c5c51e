package org.tucana.core.kernel;

/**
 * Element by element. Operands have the output's shape (broadcast ones repeat through strides of 0)
 * and any strides; the output may be a strided view and never overlaps an input.
 */
public interface Pointwise {
  void unary(UnaryFunction f, Operand x, Operand y);

  /** Both inputs of one type; comparisons write BOOL. */
  void binary(BinaryFunction f, Operand a, Operand b, Operand y);

  /** y = scale * x + shift. */
  void affine(double scale, double shift, Operand x, Operand y);

  /** y = min(max(x, low), high). */
  void clamp(double low, double high, Operand x, Operand y);

  /** y = levels.round(x), computed in double, whatever the type. */
  void round(Levels levels, Operand x, Operand y);

  /** y = condition ? a : b, the condition BOOL. */
  void select(Operand condition, Operand a, Operand b, Operand y);

  void fill(double value, Operand y);

  /**
   * Copies, converting where the types differ: to integers towards zero and to the nearest end of
   * their range (NaN: 0), to BOOL whether unlike 0.
   */
  void copy(Operand x, Operand y);
}
