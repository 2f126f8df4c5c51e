package org.tucana.nn.cost;

import java.util.List;

/**
 * What a network costs by the torchstat convention.
 *
 * @param layers in the order in which the network declares them
 */
public record NetworkCost(List<LayerCost> layers) {
  public NetworkCost {
    layers = List.copyOf(layers);
  }

  /** The sum of all layers. */
  public Counts total() {
    return layers.stream().map(LayerCost::counts).reduce(Counts.NONE, Counts::plus);
  }
}
