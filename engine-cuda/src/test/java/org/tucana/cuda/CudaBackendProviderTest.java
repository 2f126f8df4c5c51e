package org.tucana.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.testing.SoftwareDevice;

/** What becomes of the backend in this JVM; InstallationTest sees it refuse in others. */
class CudaBackendProviderTest {
  @Test
  void itOpensWhereAllOfCudaIs() {
    SoftwareDevice.assumePlaced();
    try (Backend backend = Backends.open("cuda", BackendOptions.defaults())) {
      assertEquals("cuda", backend.name());
    }
    BackendDiagnosis found = Backends.diagnoses().get("cuda");
    assertEquals(Optional.empty(), found.offBecause());
    assertTrue(found.sound());
    assertEquals("13.1.2", found.versions().get("cublas"));
    assertEquals("9.5.1", found.versions().get("cudnn"));
  }

  @Test
  void itRefusesInOneLineAndTheMachineIsSoundWithoutIt() {
    BackendDiagnosis found = Backends.diagnoses().get("cuda");
    assumeTrue(found.offBecause().isPresent(), "a device is there");
    for (int attempt = 0; attempt < 2; attempt++) {
      BackendException e =
          assertThrows(
              BackendException.class, () -> Backends.open("cuda", BackendOptions.defaults()));
      assertTrue(e.getMessage().matches("cuda: .+; do: .+"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      assertEquals(e.getMessage(), found.offBecause().orElseThrow());
      assertTrue(found.sound());
      assertTrue(found.versions().get("binding").startsWith("JCuda "), found.toString());
    }
  }
}
