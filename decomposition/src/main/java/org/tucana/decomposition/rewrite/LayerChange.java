package org.tucana.decomposition.rewrite;

/**
 * A changed layer and its cost.
 *
 * @param change what changed
 * @param before its cost as it was
 * @param after its cost as it is
 */
public record LayerChange(WeightChange change, Footprint before, Footprint after) {
  /** Full name in the network. */
  public String name() {
    return change.name();
  }

  /** Of what the new weight stands for. */
  public double relativeError() {
    return change.relativeError();
  }
}
