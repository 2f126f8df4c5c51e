package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Adds a line {@code gigaflops} to a throughput: 10^9 floating-point operations a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class OperatorRate {
  /** Operations of all runs so far; JMH divides by the time. */
  public double gigaflops;
}
