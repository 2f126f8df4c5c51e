package org.tucana.bench.study;

import java.util.List;
import java.util.Optional;

/**
 * The result of a section of figures.
 *
 * @param groups one a kind of pictures
 */
record FigureGroups(List<FigureGroup> groups) {
  FigureGroups {
    groups = List.copyOf(groups);
  }

  /** The group of a name. */
  Optional<FigureGroup> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }
}
