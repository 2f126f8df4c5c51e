package org.tucana.core;

/** Opens one kind of backend; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  String name();

  /**
   * Opens a backend.
   *
   * @throws org.tucana.core.type.BackendException where it cannot start, saying why and what to do
   */
  Backend open(BackendOptions options);
}
