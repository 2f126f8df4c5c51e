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
    return name.equals("strict")
        ? new StrictReference()
        : Backends.open(name, BackendOptions.threads(2));
  }
}
