package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** The shipped model on a field that fits both ways: in tiles, and whole. */
class TiledDetectionTest {
  private static final int SIDE = 448;

  /** Objects that the model is in doubt about may differ: a tile shows it other surroundings. */
  private static final float SURE = 0.9f;

  /** Well separated galaxies, some of them on the seams at 192 and 256. */
  private static Picture field() {
    return new Simulator(12, SimulationSettings.named("easy").withSide(SIDE)).example(3).picture();
  }

  private static long like(Detection one, List<Detection> others) {
    return others.stream().filter(o -> one.box().iou(o.box()) > 0.5f).count();
  }

  @Test
  void tilesFindWhatTheWholeFindsOnce() throws IOException {
    ModelFile file = ModelFile.read(ShippedModel.file());
    Picture field = field();
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        DetectorModel model = DetectorModel.of("shipped", file, backend);
        Detector tiled = model.detector()) {
      MaskRcnnConfig config = model.network().config();
      TransformConfig transform = config.transform();
      MaskRcnnConfig large =
          config.with(new TransformConfig(SIDE, SIDE, transform.imageMean(), transform.imageStd()));
      try (MaskRcnn network = new MaskRcnn(ParameterSpace.toBeLoaded(backend), large);
          Detector whole = new Detector(network, new Tiling(SIDE, 0))) {
        StateDict.load(network, "shipped", StateDict.read(model.network()));
        assertTrue(tiled.tiles(field) > 1);
        assertEquals(1, whole.tiles(field));
        List<Detection> inTiles = tiled.detect(field);
        List<Detection> atOnce = whole.detect(field);
        List<Detection> sure = atOnce.stream().filter(d -> d.score() > SURE).toList();
        assertTrue(sure.size() >= 6, "found " + sure.size());
        for (Detection d : sure) {
          assertEquals(1, like(d, inTiles), d + " in " + inTiles);
        }
        for (Detection d : inTiles.stream().filter(d -> d.score() > SURE).toList()) {
          assertEquals(1, like(d, atOnce), d + " in " + atOnce);
        }
      }
    }
  }
}
