package org.tucana.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.testing.SoftwareDevice;

class DeviceTimerTest {
  @Test
  void workIsDoneOnceAndTakesTime() {
    SoftwareDevice.assumeDevice();
    try (Backend backend = Backends.open("cuda", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend);
        DeviceTimer timer = DeviceTimer.of(backend)) {
      Tensor x = session.upload(TestTensors.uniform(1, 128, 128));
      AtomicInteger runs = new AtomicInteger();
      double millis =
          timer.milliseconds(() -> {
            Products.matmul(x, x);
            runs.incrementAndGet();
          });
      assertEquals(1, runs.get());
      assertTrue(millis > 0 && millis < 60_000, millis + " ms");
      timer.synchronize();
    }
  }

  @Test
  void onlyADeviceHasAClock() {
    try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
      String message =
          assertThrows(BackendException.class, () -> DeviceTimer.of(backend)).getMessage();
      assertTrue(message.contains("got 'reference'"), message);
    }
  }
}
