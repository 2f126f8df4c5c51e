package org.tucana.nn.module;

import java.util.List;

/**
 * Channels that lie between layers of one module and that nothing else sees. A network may have
 * fewer of them than its architecture says: filters that were pruned are neither stored nor run.
 *
 * @param producer full name of the layer whose filters make them, a channel each
 * @param norms full names of the normalisations that they go through
 * @param consumers full names of the layers that read them and nothing else
 * @param whole their number by the architecture
 * @param kept their number in this network, 1 to {@code whole}
 */
public record InnerChannels(
    String producer, List<String> norms, List<String> consumers, int whole, int kept) {
  public InnerChannels {
    norms = List.copyOf(norms);
    consumers = List.copyOf(consumers);
  }

  /** Whether there are fewer than the architecture says. */
  public boolean isPruned() {
    return kept < whole;
  }
}
