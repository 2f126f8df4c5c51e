package org.tucana.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tucana.nn.cost.Counts;

/** Adds what a network costs by the torchstat convention beside its time. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CostCounters {
  /** Numbers the network learns. */
  public long parameters;

  /** Multiplications and additions. */
  public long madd;

  /** Multiplications with their additions. */
  public long flops;

  /** Bytes read and written. */
  public long memrw;

  /** Shows the figures of a network in this iteration. */
  void show(Counts counts) {
    parameters = counts.parameters();
    madd = counts.multiplyAdds();
    flops = counts.flops();
    memrw = counts.bytesMoved();
  }
}
