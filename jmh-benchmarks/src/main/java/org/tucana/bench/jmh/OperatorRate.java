package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.bench.peak.MachinePeak;

/**
 * Adds lines to a throughput: {@code gigaflops}, 10^9 floating-point operations a second, and
 * {@code peakShare}, the same over the machine's measured peak.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class OperatorRate {
  /** Operations of all runs so far; JMH divides by the time. */
  public double gigaflops;

  /** The same as a share of what the machine can do at most. */
  public double peakShare;

  /** Counts runs. */
  void add(double gigaflop, MachinePeak peak) {
    gigaflops += gigaflop;
    peakShare += gigaflop / peak.gigaflops();
  }
}
