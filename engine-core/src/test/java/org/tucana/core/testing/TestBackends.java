package org.tucana.core.testing;

import java.util.stream.Stream;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** The backends that tests of ownership and determinism run on. */
public final class TestBackends {
  private TestBackends() {}

  /** {@code strict} and every backend on the class path that can start. */
  public static Stream<String> names() {
    return Stream.concat(Stream.of("strict"), Backends.names().stream());
  }

  public static Backend open(String name) {
    return open(name, BackendOptions.threads(2));
  }

  /**
   * The backend that the system property {@code tucana.test.backend} names, for tests that say
   * something of every backend, or else the given one.
   */
  public static Backend chosen(String otherwise, BackendOptions options) {
    return open(System.getProperty("tucana.test.backend", otherwise), options);
  }

  private static Backend open(String name, BackendOptions options) {
    return name.equals("strict") ? new StrictReference() : Backends.open(name, options);
  }
}
