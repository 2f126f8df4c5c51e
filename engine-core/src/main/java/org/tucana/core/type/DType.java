package org.tucana.core.type;

/** Element types. BOOL is a byte, 0 or 1; FLOAT16 and BFLOAT16 are for storage and casts only. */
public enum DType {
  FLOAT32(4),
  FLOAT64(8),
  INT32(4),
  INT64(8),
  UINT8(1),
  BOOL(1),
  FLOAT16(2),
  BFLOAT16(2);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** True for the types in which gradients exist. */
  public boolean isDifferentiable() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
