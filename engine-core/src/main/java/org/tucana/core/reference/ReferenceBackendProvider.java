package org.tucana.core.reference;

import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.BackendProvider;

/** Opens the backend {@code reference}; threads and device do not concern it. */
public final class ReferenceBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Backend open(BackendOptions options) {
    return new ReferenceBackend();
  }
}
