package org.tucana.decomposition.tables;

import java.util.Map;
import java.util.Optional;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.rank.CandidateLayer;

/**
 * Weights of a trained residual network, from which ranks are estimated.
 *
 * @param name what they are, for the table
 * @param architecture of the network
 * @param values by the names of a residual network: {@code layer1.0.conv2.weight}; some may be
 *     missing
 */
public record TrainedWeights(String name, String architecture, Map<String, HostTensor> values) {
  public TrainedWeights {
    values = Map.copyOf(values);
  }

  /** A layer with its weight among these, or with none. */
  CandidateLayer of(CandidateLayer layer) {
    return layer.withWeight(Optional.ofNullable(values.get(layer.name() + ".weight")));
  }
}
