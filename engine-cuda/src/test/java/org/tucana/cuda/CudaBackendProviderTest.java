package org.tucana.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.BackendException;

class CudaBackendProviderTest {
  @Test
  void itRefusesInOneLineAndTheMachineIsSoundWithoutIt() {
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
