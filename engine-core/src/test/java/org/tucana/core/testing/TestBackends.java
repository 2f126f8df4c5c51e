package org.tucana.core.testing;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** The backends that tests run on. */
public final class TestBackends {
  private TestBackends() {}

  /** The backend that a system property names: all tests that may run on others run on it alone. */
  private static Optional<String> only() {
    return Optional.ofNullable(System.getProperty("tucana.test.backend"));
  }

  /** {@code strict} and every backend on the class path, or the one that was chosen. */
  public static Stream<String> names() {
    return only()
        .map(Stream::of)
        .orElseGet(() -> Stream.concat(Stream.of("strict"), Backends.names().stream()));
  }

  /** The given ones, or the one that was chosen; for what holds on every backend. */
  public static Stream<String> names(String... otherwise) {
    return only().map(Stream::of).orElseGet(() -> Stream.of(otherwise));
  }

  /** Those of the names that have kernels of their own, to be compared with the reference's. */
  public static Stream<String> compared() {
    return names().filter(name -> !name.startsWith("strict") && !name.equals("reference"));
  }

  /** The backend that was chosen, or else the given one; for what holds on every backend. */
  public static Backend chosen(String otherwise, BackendOptions options) {
    return open(only().orElse(otherwise), options);
  }

  public static Backend open(String name) {
    return open(name, BackendOptions.threads(2));
  }

  /** Skips the test where the backend cannot start on this machine. */
  public static Backend open(String name, BackendOptions options) {
    return switch (name) {
      case "strict" -> new StrictReference();
      case "strict-cpu" -> StrictReference.withCpuKernels(options);
      default -> startable(name, options);
    };
  }

  private static Backend startable(String name, BackendOptions options) {
    Backends.diagnoses()
        .get(name)
        .offBecause()
        .ifPresent(reason -> Assumptions.abort("skipped: " + reason));
    return Backends.open(name, options);
  }
}
