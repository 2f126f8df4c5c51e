package org.tucana.detection.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;

class DetectorModelTest {
  private static final Provenance PROVENANCE = new Provenance(7, "noise", "test", "none");

  @TempDir private Path folder;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private DetectorModel random(Tiling tiling) {
    return new DetectorModel(
        TinyModel.random(backend, TinyModel.config()), "asinh", tiling, PROVENANCE);
  }

  private static Picture noise(int height, int width) {
    Philox random = new RandomKey(4, "noise", 0).stream();
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Picture(1, height, width, pixels);
  }

  @Test
  void whatIsWrittenFindsTheSame() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Picture picture = noise(90, 100);
    List<Detection> before;
    try (DetectorModel model = random(new Tiling(64, 24));
        Detector detector = model.detector()) {
      model.write(file, ModelFile.Precision.FLOAT32);
      before = detector.detect(picture);
      assertEquals(4, detector.tiles(picture));
    }
    try (DetectorModel read = DetectorModel.read(file, backend);
        Detector detector = read.detector()) {
      assertEquals(TinyModel.config(), read.network().config());
      assertEquals("asinh", read.stretch());
      assertEquals(new Tiling(64, 24), read.tiling());
      assertEquals(PROVENANCE, read.provenance());
      assertEquals(before, detector.detect(picture));
    }
  }

  @Test
  void aFilesSettingsAreReplacedAndNothingElse() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (DetectorModel model = random(Tiling.none())) {
      model.write(file, ModelFile.Precision.FLOAT32);
    }
    ModelFile stored = ModelFile.read(file);
    MaskRcnnConfig own = TinyModel.config();
    ModelFile fewer =
        DetectorModel.withSettings(
            "m", stored, config -> config.with(config.rpn().withTestProposals(2, 0.4)));
    assertEquals(stored.weights(), fewer.weights());
    assertEquals(stored, DetectorModel.withSettings("m", fewer, config -> config.with(own.rpn())));
    RpnConfig expected = own.rpn().withTestProposals(2, 0.4);
    assertEquals(own.rpn().postNmsTopNTrain(), expected.postNmsTopNTrain());
    try (DetectorModel model = DetectorModel.of("m", fewer, backend);
        EagerSession session = new EagerSession(backend);
        PlannedNetworks networks = new PlannedNetworks(session, model.network())) {
      assertEquals(own.with(expected), model.network().config());
      Boxes proposed =
          model
              .network()
              .detect(session, List.of(noise(64, 64)), networks)
              .proposals()
              .getFirst()
              .boxes();
      assertEquals(2, proposed.size());
    }
  }

  @Test
  void detectionsLieInThePictureAndFallInScore() {
    try (DetectorModel model = random(new Tiling(64, 24));
        Detector detector = model.detector()) {
      List<Detection> found = detector.detect(noise(150, 130));
      assertTrue(found.size() > 1, "the drawn weights find something in noise");
      for (int i = 0; i < found.size(); i++) {
        Detection d = found.get(i);
        assertTrue(i == 0 || found.get(i - 1).score() >= d.score());
        assertTrue(d.box().x1() >= 0 && d.box().y2() <= 150 && d.box().x2() <= 130);
        assertEquals(150, d.mask().height());
        assertEquals(TinyModel.config().classes().get(d.label() - 1), d.className());
      }
    }
  }

  @Test
  void closingGivesAllMemoryBack() {
    long before = backend.memory().liveBytes();
    try (DetectorModel model = random(Tiling.none());
        Detector detector = model.detector()) {
      List<Detection> first = detector.detect(noise(64, 64));
      long after = backend.memory().liveBytes();
      assertEquals(first, detector.detect(noise(64, 64)));
      assertEquals(after, backend.memory().liveBytes());
    }
    assertEquals(before, backend.memory().liveBytes());
  }

  @Test
  void aModelOfAnotherKindOrWithoutSettingsIsRefused() {
    refused("resnet18", Map.of(), "holds a resnet18, expected a detector");
    refused("maskrcnn_resnet18_fpn", Map.of(), "its metadata lacks config 'maskrcnn'");
    refused(
        "maskrcnn_resnet18_fpn",
        Map.of("maskrcnn", "{\"classes\": [\"x\"]}"),
        "its metadata names the classes [a] and [x]");
    refused(
        "maskrcnn_resnet18_fpn",
        Map.of("maskrcnn", "{}", "tile_size", "64", "tile_overlap", "many"),
        "no usable tile_size and tile_overlap");
    refused(
        "maskrcnn_resnet18_fpn",
        Map.of("maskrcnn", "{}", "tile_size", "64", "tile_overlap", "8"),
        "weights of another architecture");
  }

  private void refused(String architecture, Map<String, String> config, String expected) {
    InputFormat input = new InputFormat(1, 64, 64, "linear", List.of(0.0), List.of(1.0));
    ModelFile file =
        new ModelFile(
            new ModelMetadata(architecture, List.of("a"), input, PROVENANCE, config), Map.of());
    long before = backend.memory().liveBytes();
    String message =
        assertThrows(FormatException.class, () -> DetectorModel.of("m", file, backend))
            .getMessage();
    assertTrue(message.startsWith("m: ") && message.contains(expected), message);
    assertEquals(before, backend.memory().liveBytes());
  }
}
