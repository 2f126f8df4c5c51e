package org.tucana.core;

/** Operators that only the core uses, for tests of all operators. */
public final class CoreOperators {
  private CoreOperators() {}

  public static Op accumulate() {
    return new Accumulate();
  }
}
