package org.tucana.nn.optimizer;

import java.util.regex.Pattern;

/**
 * The parameters whose full names match, and how they are trained.
 *
 * @param names a pattern that must match the whole name
 * @param rateFactor multiplies the learning rate; 0 freezes: no gradient is computed
 * @param decayFactor multiplies the weight decay
 */
public record ParameterGroup(Pattern names, double rateFactor, double decayFactor) {
  public ParameterGroup {
    if (!(rateFactor >= 0) || !(decayFactor >= 0)) {
      throw new IllegalArgumentException(
          "parameter group " + names + ": factors must not be negative");
    }
  }

  public static ParameterGroup of(String names, double rateFactor) {
    return new ParameterGroup(Pattern.compile(names), rateFactor, 1);
  }

  /** Everything that no earlier group took, at the full rate. */
  public static ParameterGroup others() {
    return of(".*", 1);
  }

  public static ParameterGroup frozen(String names) {
    return of(names, 0);
  }

  public ParameterGroup withoutDecay() {
    return new ParameterGroup(names, rateFactor, 0);
  }

  boolean takes(String name) {
    return names.matcher(name).matches();
  }

  boolean isFrozen() {
    return rateFactor == 0;
  }
}
