package org.tucana.core;

import java.util.Set;

/** Which inputs and outputs, by position, a pullback reads. */
public record Retain(Set<Integer> inputs, Set<Integer> outputs) {
  public Retain {
    inputs = Set.copyOf(inputs);
    outputs = Set.copyOf(outputs);
  }

  public static Retain nothing() {
    return new Retain(Set.of(), Set.of());
  }

  public static Retain inputs(Integer... positions) {
    return new Retain(Set.of(positions), Set.of());
  }

  public static Retain outputs(Integer... positions) {
    return new Retain(Set.of(), Set.of(positions));
  }
}
