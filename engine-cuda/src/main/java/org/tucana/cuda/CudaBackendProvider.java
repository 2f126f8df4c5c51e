package org.tucana.cuda;

import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.BackendOptions;
import org.tucana.core.BackendProvider;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.system.CudaInstallation;

/** Opens the backend {@code cuda}, where a driver, a device, cuBLAS and cuDNN are there. */
public final class CudaBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Backend open(BackendOptions options) {
    CudaInstallation found = CudaInstallation.ofThisMachine();
    Optional<String> refusal = found.refusal().or(() -> noSuchDevice(found, options.device()));
    if (refusal.isPresent()) {
      throw new BackendException(refusal.get());
    }
    return CudaBackend.open(new JCudaBindings(), options.device());
  }

  private static Optional<String> noSuchDevice(CudaInstallation found, int device) {
    int count = found.devices().size();
    return device < count
        ? Optional.empty()
        : Optional.of(
            "cuda: there is no device "
                + device
                + ", this machine has "
                + count
                + " (numbered from 0); do: choose one that tucana doctor lists");
  }

  @Override
  public BackendDiagnosis diagnose() {
    CudaInstallation found = CudaInstallation.ofThisMachine();
    return new BackendDiagnosis(
        found.refusal(), true, found.versions(), found.devices(), found.missing());
  }
}
