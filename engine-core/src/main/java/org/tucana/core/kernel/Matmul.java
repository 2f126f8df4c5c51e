package org.tucana.core.kernel;

/** Matrix products. */
public interface Matmul {
  /**
   * y[.., m, n] = sum over k of a[.., m, k] * b[.., k, n], then the epilogue (bias over n). Leading
   * axes are equal (broadcast ones through strides of 0); any strides in a and b; y is row-major.
   */
  void multiply(Operand a, Operand b, Epilogue epilogue, Operand y, Workspace workspace);
}
