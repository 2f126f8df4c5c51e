package org.tucana.decomposition;

import java.util.List;
import java.util.ServiceLoader;
import org.tucana.core.type.FormatException;

/** Finds ways to decompose by name: ours, and those that others put on the class path. */
public final class DecompositionMethods {
  private DecompositionMethods() {}

  /**
   * The method of a name.
   *
   * @throws FormatException where there is none, with the names there are
   */
  public static DecompositionMethod named(String name) {
    for (DecompositionMethod method : ServiceLoader.load(DecompositionMethod.class)) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    throw new FormatException(
        "decompose: there is no method '"
            + name
            + "', expected one of "
            + String.join(", ", names())
            + "; choose one of these");
  }

  /** All names in alphabetical order. */
  public static List<String> names() {
    return ServiceLoader.load(DecompositionMethod.class).stream()
        .map(provider -> provider.get().name())
        .sorted()
        .toList();
  }
}
