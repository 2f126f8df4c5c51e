package org.tucana.core;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tucana.core.type.BackendException;

/** Finds backends by name. */
public final class Backends {
  private Backends() {}

  /** Opens the backend of that name; one that is unknown or cannot start is an error. */
  public static Backend open(String name, BackendOptions options) {
    return provider(name).open(options);
  }

  /** Refuses a name that no backend has; starts none. */
  public static void require(String name) {
    provider(name);
  }

  private static BackendProvider provider(String name) {
    for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new BackendException(
        "backend: there is no '"
            + name
            + "', expected one of "
            + String.join(", ", names())
            + "; choose one of these");
  }

  /** Names of the backends on the class path, in alphabetical order. */
  public static List<String> names() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(p -> p.get().name())
        .sorted()
        .toList();
  }

  /** What each backend on the class path finds on this machine, by name. */
  public static SortedMap<String, BackendDiagnosis> diagnoses() {
    SortedMap<String, BackendDiagnosis> found = new TreeMap<>();
    for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
      found.put(provider.name(), provider.diagnose());
    }
    return found;
  }
}
