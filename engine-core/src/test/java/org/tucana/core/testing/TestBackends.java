package org.tucana.core.testing;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** The backends that tests run on. */
public final class TestBackends {
  /** A system property that names the backends to be tested, separated by commas. */
  private static final String CHOSEN = "tucana.test.backends";

  private TestBackends() {}

  /** {@code strict} and every backend on the class path, or those that were chosen. */
  public static Stream<String> names() {
    Optional<String> chosen = Optional.ofNullable(System.getProperty(CHOSEN));
    return chosen.isPresent()
        ? Stream.of(chosen.get().split(","))
        : Stream.concat(Stream.of("strict"), Backends.names().stream());
  }

  /** Those of the names that have kernels of their own, to be compared with the reference's. */
  public static Stream<String> compared() {
    return names().filter(name -> !name.equals("strict") && !name.equals("reference"));
  }

  public static Backend open(String name) {
    return open(name, 2);
  }

  /** Skips the test where the backend cannot start on this machine. */
  public static Backend open(String name, int threads) {
    if (name.equals("strict")) {
      return new StrictReference();
    }
    Backends.diagnoses()
        .get(name)
        .offBecause()
        .ifPresent(reason -> Assumptions.abort("skipped: " + reason));
    return Backends.open(name, BackendOptions.threads(threads));
  }
}
