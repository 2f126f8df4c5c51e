package org.tucana.decomposition.rank;

import org.tucana.core.type.FormatException;

/**
 * A layer's name, or a pattern of names as shells have them: {@code *} stands for any characters,
 * {@code ?} for any one, {@code [0-2x]} for one of a set and {@code [!0-2x]} for one outside it. A
 * dot is a character like others: {@code layer[1-3].*.conv2}, {@code *.conv2}, {@code *}.
 *
 * @param text the pattern as written
 */
public record LayerPattern(String text) {
  /**
   * @throws FormatException where a bracket is not closed
   */
  public LayerPattern {
    for (int at = 0; at < text.length(); at = next(text, at)) {
      if (closing(text, at) < 0) {
        throw new FormatException(
            "the pattern '"
                + text
                + "' opens a bracket at character "
                + (at + 1)
                + " that does not close; add the ] or write [[] for the character itself");
      }
    }
  }

  /**
   * Whether the whole name is as the pattern says. Each star takes the fewest characters with which
   * what lies between it and the next one fits; later stars make good for what is left, so that
   * only the last is ever tried again.
   */
  public boolean matches(String name) {
    int at = 0;
    int from = 0;
    int star = -1;
    int taken = 0;
    while (from < name.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at;
        taken = from;
        at++;
      } else if (at < text.length() && accepts(at, name.charAt(from))) {
        at = next(text, at);
        from++;
      } else if (star >= 0) {
        taken++;
        at = star + 1;
        from = taken;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  /** Whether what stands at a place of the pattern stands for a character. */
  private boolean accepts(int at, char character) {
    return switch (text.charAt(at)) {
      case '?' -> true;
      case '[' -> inSet(at, character) != isComplement(text, at);
      default -> text.charAt(at) == character;
    };
  }

  private boolean inSet(int at, char character) {
    int end = closing(text, at);
    for (int i = firstMember(text, at); i < end; i++) {
      char least = text.charAt(i);
      char most = least;
      if (i + 2 < end && text.charAt(i + 1) == '-') {
        i += 2;
        most = text.charAt(i);
      }
      if (least <= character && character <= most) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComplement(String text, int at) {
    return text.startsWith("!", at + 1);
  }

  private static int firstMember(String text, int at) {
    return isComplement(text, at) ? at + 2 : at + 1;
  }

  /** The last character of what stands at a place; -1 where a bracket does not close. */
  private static int closing(String text, int at) {
    // A bracket that comes first is a member: a set is never empty.
    return text.charAt(at) == '[' ? text.indexOf(']', firstMember(text, at) + 1) : at;
  }

  private static int next(String text, int at) {
    return closing(text, at) + 1;
  }

  @Override
  public String toString() {
    return text;
  }
}
