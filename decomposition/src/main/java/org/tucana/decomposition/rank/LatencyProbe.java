package org.tucana.decomposition.rank;

import java.util.List;

/** Measures how long layers take on a backend, as parts of passes of the whole network. */
public interface LatencyProbe {
  /** The layers as they are and with ranks of a grid. */
  Latencies measure(List<CandidateLayer> layers);

  /** Time of the network with these choices, as a share of its time as it is. */
  double share(List<RankChoice> choices);
}
