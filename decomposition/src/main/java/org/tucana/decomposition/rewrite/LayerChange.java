package org.tucana.decomposition.rewrite;

import org.tucana.nn.module.LayerForm;

/**
 * A layer that became factors.
 *
 * @param name full name in the network
 * @param weight what it was: {@code 3x3 64 to 64}
 * @param form what it became
 * @param reason why these ranks, in words
 * @param relativeError of the weight that the factors stand for
 * @param before its cost as one weight
 * @param after its cost as factors
 */
public record LayerChange(
    String name,
    String weight,
    LayerForm form,
    String reason,
    double relativeError,
    Footprint before,
    Footprint after) {
  /** The ranks alone, as tables show them: {@code 23, 22}. */
  public String ranks() {
    return switch (form) {
      case LayerForm.Tucker2(int in, int out) -> in + ", " + out;
      case LayerForm.Svd(int rank) -> Integer.toString(rank);
      case LayerForm.Cp(int rank) -> Integer.toString(rank);
      case LayerForm.TensorTrain train -> train.ranks().toString().replaceAll("[\\[\\]]", "");
    };
  }
}
