package org.tucana.decomposition.rank;

import java.util.List;

/**
 * A layer's name, or a pattern of names in which {@code *} stands for any characters, dots
 * included: {@code layer1.*.conv2}, {@code *.conv2}, {@code *}.
 *
 * @param text the pattern as written
 */
public record LayerPattern(String text) {
  /** Whether the whole name is as the pattern says. */
  public boolean matches(String name) {
    List<String> parts = List.of(text.split("\\*", -1));
    String first = parts.getFirst();
    String last = parts.getLast();
    if (parts.size() == 1) {
      return name.equals(text);
    }
    int end = name.length() - last.length();
    if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
      return false;
    }
    // The leftmost place for each part leaves the most room for those after it.
    int from = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int at = name.indexOf(part, from);
      if (at < 0 || at + part.length() > end) {
        return false;
      }
      from = at + part.length();
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
