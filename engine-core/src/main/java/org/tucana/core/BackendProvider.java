package org.tucana.core;

import org.tucana.core.type.BackendException;

/** Opens one kind of backend; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  String name();

  /**
   * Opens a backend.
   *
   * @throws BackendException where it cannot start, saying why and what to do
   */
  Backend open(BackendOptions options);

  /** Looks at the machine without computing; what is missing is told, never thrown. */
  default BackendDiagnosis diagnose() {
    try {
      open(BackendOptions.defaults()).close();
      return BackendDiagnosis.ready();
    } catch (BackendException e) {
      return BackendDiagnosis.broken(e.getMessage());
    }
  }
}
