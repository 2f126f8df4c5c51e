package org.tucana.decomposition.rank;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Measured times of one pass.
 *
 * @param network milliseconds of the whole network as it is
 * @param layers times of its layers, by name
 */
public record Latencies(double network, Map<String, OfLayer> layers) {
  public Latencies {
    layers = Map.copyOf(layers);
  }

  /**
   * Times of one layer.
   *
   * @param whole milliseconds of the layer as it is
   * @param factored milliseconds with ranks, one for each of {@link LayerMode#of}, in its usual
   *     form
   */
  public record OfLayer(double whole, SequencedMap<List<Integer>, Double> factored) {
    public OfLayer {
      factored = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(factored));
    }
  }

  OfLayer of(CandidateLayer layer) {
    OfLayer own = layers.get(layer.name());
    if (own == null) {
      throw new IllegalArgumentException("latencies: layer " + layer.name() + " was not measured");
    }
    return own;
  }

  /** Milliseconds of what is none of these layers. */
  double others(List<CandidateLayer> chosen) {
    return network - chosen.stream().mapToDouble(layer -> of(layer).whole()).sum();
  }
}
