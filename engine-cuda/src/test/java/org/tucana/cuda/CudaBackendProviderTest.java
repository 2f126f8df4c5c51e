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

class CudaBackendProviderTest {
  @Test
  void itOpensWhereThereIsADevice() {
    SoftwareDevice.assumePlaced();
    try (Backend backend = Backends.open("cuda", BackendOptions.defaults())) {
      assertEquals("cuda", backend.name());
      assertEquals(0, backend.memory().liveBytes());
    }
    assertEquals(Optional.empty(), Backends.diagnoses().get("cuda").offBecause());
  }

  @Test
  void itRefusesInOneLineAndTheMachineIsSoundWithoutIt() {
    assumeTrue(Backends.diagnoses().get("cuda").offBecause().isPresent(), "there is a device");
    for (int attempt = 0; attempt < 2; attempt++) {
      BackendException e =
          assertThrows(
              BackendException.class, () -> Backends.open("cuda", BackendOptions.defaults()));
      assertTrue(e.getMessage().matches("cuda: .+; do: .+"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      BackendDiagnosis found = Backends.diagnoses().get("cuda");
      assertEquals(e.getMessage(), found.offBecause().orElseThrow());
      assertTrue(found.sound());
      assertTrue(found.versions().get("binding").startsWith("JCuda "), found.toString());
    }
  }
}
