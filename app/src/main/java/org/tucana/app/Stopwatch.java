package org.tucana.app;

/** Measures seconds from its making on. */
final class Stopwatch {
  private static final double NANOSECONDS = 1e9;

  private final long start = System.nanoTime();

  Stopwatch() {}

  double seconds() {
    return (System.nanoTime() - start) / NANOSECONDS;
  }
}
