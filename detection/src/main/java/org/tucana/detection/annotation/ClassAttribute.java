package org.tucana.detection.annotation;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How regions say their class where a file does not number classes itself.
 *
 * @param attribute name of the attribute that holds a class's name
 * @param names the classes by rising number, from 1 on; where it is one alone, regions need no
 *     attribute
 */
public record ClassAttribute(String attribute, List<String> names) {
  /** Number of the first class. */
  static final int FIRST = 1;

  public ClassAttribute {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("classes: expected the name of at least one, got none");
    }
  }

  SortedMap<Integer, String> categories() {
    SortedMap<Integer, String> categories = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      categories.put(FIRST + i, names.get(i));
    }
    return categories;
  }

  /** The number of a class; empty where there is no such class. */
  OptionalInt category(String name) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST + index);
  }
}
