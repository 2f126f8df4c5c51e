package org.tucana.cuda.binding.jcuda;

import jcuda.Pointer;
import org.tucana.cuda.binding.Precision;

/** The factors that cuBLAS and cuDNN read from the host, in the type of a precision. */
final class Scalars {
  private Scalars() {}

  static Pointer one(Precision precision) {
    return of(precision, 1);
  }

  static Pointer zero(Precision precision) {
    return of(precision, 0);
  }

  private static Pointer of(Precision precision, int value) {
    return precision == Precision.FLOAT64
        ? Pointer.to(new double[] {value})
        : Pointer.to(new float[] {value});
  }
}
