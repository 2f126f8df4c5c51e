package org.tucana.gpucheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.Provenance;

/** What the driver counts as taken does not grow by a detector that was used and closed. */
class DeviceLeakTest {
  private static final Provenance PROVENANCE = new Provenance(7, "squares", "test", "none");

  /** By plans, which hold memory of their own. */
  private static void detectAndClose() {
    DetectorSize size = DetectorSize.chosen();
    Picture picture = size.pictures().batch(1).getFirst().picture();
    try (Backend backend = TestBackends.open("cuda", BackendOptions.defaults())) {
      try (DetectorModel model =
              new DetectorModel(size.open(backend), "asinh", Tiling.none(), PROVENANCE);
          Detector detector = model.detector()) {
        assertEquals(detector.detect(picture), detector.detect(picture));
        assertTrue(backend.memory().liveBytes() > 0);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  /** The first time, CUDA's libraries load what they keep as long as the context is open. */
  @Test
  void aDetectorThatWasClosedHoldsNothingOfTheDevice() {
    TestBackends.open("cuda", BackendOptions.defaults()).close();
    CudaDriver driver = new JCudaBindings().driver();
    driver.initialize();
    try (CudaContext context = driver.open(0)) {
      detectAndClose();
      long free = context.room().free();
      detectAndClose();
      assertEquals(free, context.room().free());
    }
  }
}
