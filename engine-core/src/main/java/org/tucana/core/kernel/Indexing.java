package org.tucana.core.kernel;

/** Selection by index; all row-major, indices INT32 of rank 1. */
public interface Indexing {
  /** y = x with axis {@code axis} replaced by the entries the index names. Refuses one outside. */
  void select(int axis, Operand x, Operand index, Operand y);

  /** dx = 0, then dx[.. index[i] ..] += dy[.. i ..] in the order of i. */
  void selectGradient(int axis, Operand dy, Operand index, Operand dx);
}
