package org.tucana.cuda.binding.jcuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import jcuda.Pointer;
import org.tucana.cuda.binding.Precision;

/**
 * The factors that cuBLAS and cuDNN read from the host, in the type of a precision. They lie where
 * no garbage collector moves them, for JCuda to pass their addresses on as they are.
 */
final class Scalars {
  private static final Pointer FLOAT_ONE = of(1f);
  private static final Pointer FLOAT_ZERO = of(0f);
  private static final Pointer DOUBLE_ONE = of(1d);
  private static final Pointer DOUBLE_ZERO = of(0d);

  private Scalars() {}

  static Pointer one(Precision precision) {
    return precision == Precision.FLOAT64 ? DOUBLE_ONE : FLOAT_ONE;
  }

  static Pointer zero(Precision precision) {
    return precision == Precision.FLOAT64 ? DOUBLE_ZERO : FLOAT_ZERO;
  }

  private static Pointer of(float value) {
    return new HostPointer(Arena.global().allocateFrom(JAVA_FLOAT, value));
  }

  private static Pointer of(double value) {
    return new HostPointer(Arena.global().allocateFrom(JAVA_DOUBLE, value));
  }
}
