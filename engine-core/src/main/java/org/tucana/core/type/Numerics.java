package org.tucana.core.type;

/**
 * What arithmetic a session or a plan allows; every kernel call is told. Printed in reports.
 *
 * @param winograd fast convolutions whose measured error stays at float32 level
 * @param tf32 products with 10-bit mantissas on GPUs that have them
 * @param half float16 or bfloat16 products with float32 sums
 */
public record Numerics(boolean winograd, boolean tf32, boolean half) {
  /** Float32 arithmetic throughout. */
  public static Numerics float32() {
    return new Numerics(true, false, false);
  }
}
