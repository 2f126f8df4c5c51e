package org.tucana.app;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.tucana.nn.factor.StoredWeights;

/** How many classes weights are for. */
final class ClassCount {
  private ClassCount() {}

  /**
   * The length of the one bias with such a name; empty where there is none.
   *
   * @param name full name; in a layer stored as factors the last of them has the bias
   */
  static OptionalInt of(StoredWeights weights, Pattern name) {
    return weights.values().entrySet().stream()
        .filter(entry -> name.matcher(entry.getKey()).matches())
        .mapToInt(entry -> entry.getValue().shape().elements())
        .findFirst();
  }
}
