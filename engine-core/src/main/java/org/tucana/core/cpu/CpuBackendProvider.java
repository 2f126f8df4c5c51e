package org.tucana.core.cpu;

import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.BackendProvider;

/** Opens the backend {@code cpu}, on as many threads as the options say. */
public final class CpuBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Backend open(BackendOptions options) {
    return new CpuBackend(options);
  }
}
