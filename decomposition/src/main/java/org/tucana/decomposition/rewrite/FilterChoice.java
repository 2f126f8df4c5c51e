package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tucana.nn.module.InnerChannels;

/**
 * How many filters of a layer stay.
 *
 * @param channels that they make
 * @param kept 1 to as many as there are
 */
public record FilterChoice(InnerChannels channels, int kept) {
  public FilterChoice {
    if (kept < 1 || kept > channels.kept()) {
      throw new IllegalArgumentException(
          "filters: "
              + channels.producer()
              + " has "
              + channels.kept()
              + ", of which 1 at least may stay, got "
              + kept);
    }
  }

  /** The layer that makes the channels and those that read them. */
  List<String> layers() {
    List<String> layers = new ArrayList<>();
    layers.add(channels.producer());
    layers.addAll(channels.consumers());
    return layers;
  }

  /** How many layers become thinner by some choices. */
  public static int layers(List<FilterChoice> choices) {
    Set<String> layers = new HashSet<>();
    choices.stream().filter(FilterChoice::removes).forEach(c -> layers.addAll(c.layers()));
    return layers.size();
  }

  /** Whether any filter goes. */
  boolean removes() {
    return kept < channels.kept();
  }
}
