package org.tucana.decomposition.rank;

import java.util.List;

/** Measures how long layers take on a backend. */
@FunctionalInterface
public interface LatencyProbe {
  /** The layers as they are and with ranks of a grid, as parts of passes of the whole network. */
  Latencies measure(List<CandidateLayer> layers);
}
