package org.tucana.app.fuzz.mutation;

/** A change of a file that leaves enough of it whole to lead a reader astray. */
@FunctionalInterface
public interface Mutation {
  /**
   * The changed file, in an array of its own; the same bytes where it has nothing of the kind that
   * the mutation changes.
   */
  byte[] apply(byte[] file, Dice dice);
}
