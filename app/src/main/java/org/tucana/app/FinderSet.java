package org.tucana.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is measured side by side on the same pictures; also holds what was measured of each.
 *
 * @param model the one in question
 * @param baseline a method without a network, which shows what the pictures themselves make easy
 * @param compared another model, which the first is compared with picture by picture
 */
record FinderSet<T>(T model, Optional<T> baseline, Optional<T> compared) {
  /** All of them, the model first. */
  List<T> all() {
    return Stream.concat(Stream.of(model), Stream.concat(baseline.stream(), compared.stream()))
        .toList();
  }

  /** What a function makes of each. */
  <R> FinderSet<R> map(Function<T, R> function) {
    return new FinderSet<>(function.apply(model), baseline.map(function), compared.map(function));
  }
}
