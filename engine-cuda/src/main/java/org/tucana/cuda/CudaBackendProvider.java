package org.tucana.cuda;

import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.BackendOptions;
import org.tucana.core.BackendProvider;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.system.CudaInstallation;

/**
 * Opens the backend {@code cuda}. It has memory and can launch kernels, but no kernel families yet:
 * until it has, it refuses to start, even where driver and device are there.
 */
public final class CudaBackendProvider implements BackendProvider {
  private static final String INCOMPLETE =
      "cuda: the CUDA backend is not complete, it has no kernel families yet; do: use --backend"
          + " cpu";

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Backend open(BackendOptions options) {
    throw new BackendException(refusal(CudaInstallation.ofThisMachine()));
  }

  @Override
  public BackendDiagnosis diagnose() {
    CudaInstallation found = CudaInstallation.ofThisMachine();
    return new BackendDiagnosis(
        Optional.of(refusal(found)), true, found.versions(), found.devices(), found.missing());
  }

  private static String refusal(CudaInstallation found) {
    return found.refusal().orElse(INCOMPLETE);
  }
}
