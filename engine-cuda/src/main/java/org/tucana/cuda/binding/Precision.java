package org.tucana.cuda.binding;

import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Numerics;

/** The arithmetic of products and convolutions. */
public enum Precision {
  /** Float32 products and sums. */
  FLOAT32,
  /** Products of float32 numbers with mantissas of 10 bits, sums in float32. */
  TF32,
  FLOAT64;

  /** The arithmetic for operands of a type, as far as the numerics allow. */
  public static Precision of(String operation, DType dtype, Numerics numerics) {
    return switch (dtype) {
      case FLOAT32 -> numerics.tf32() ? TF32 : FLOAT32;
      case FLOAT64 -> FLOAT64;
      default ->
          throw new BackendException(
              operation
                  + ": FLOAT32 or FLOAT64 wanted, got "
                  + dtype
                  + "; cast the operands first");
    };
  }
}
