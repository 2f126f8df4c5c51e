package org.tucana.cuda.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.BackendDiagnosis.Device;
import org.tucana.core.BackendDiagnosis.Missing;
import org.tucana.cuda.binding.jcuda.JCudaBindings;

/**
 * What of CUDA is on a machine.
 *
 * @param versions of what was found, by name
 * @param devices in the driver's order
 * @param missing what the backend wants besides, the most basic first
 */
public record CudaInstallation(
    Map<String, String> versions, List<Device> devices, List<Missing> missing) {

  /** Looked for once: a class whose native half failed to load fails differently ever after. */
  private static final class Once {
    static final CudaInstallation FOUND =
        new CudaProbe(
                Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")),
                SystemLibraries.ofThisMachine(),
                new JCudaBindings(),
                Optional.ofNullable(System.getProperty("tucana.home")).map(Path::of))
            .look();
  }

  public static CudaInstallation ofThisMachine() {
    return Once.FOUND;
  }

  /** Why the backend cannot start with this, in one line; empty where nothing is missing. */
  public Optional<String> refusal() {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Missing first = missing.getFirst();
    String more = missing.size() == 1 ? "" : "; more is missing, see: tucana doctor";
    return Optional.of("cuda: " + first.what() + "; do: " + first.remedy() + more);
  }
}
