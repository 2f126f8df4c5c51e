package org.tucana.app.fuzz;

/**
 * A fault of a reader.
 *
 * @param kind what happened, and where
 * @param index the first file that shows it
 * @param message the words about that file
 * @param times how many files show it
 */
public record Finding(String kind, long index, String message, long times) {
  /** The same fault, seen once more. */
  Finding again() {
    return new Finding(kind, index, message, times + 1);
  }
}
