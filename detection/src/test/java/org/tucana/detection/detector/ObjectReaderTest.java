package org.tucana.detection.detector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;

@Tag("slow-on-software-device")
class ObjectReaderTest {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 64;
  private static final Orientation UPRIGHT = new Orientation(false, false, 0);
  private static final Box BOX = new Box(10, 20, 50, 44);

  private Backend backend;
  private MaskRcnn model;
  private EagerSession session;
  private PlannedNetworks networks;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
    model = TinyModel.random(backend, TinyModel.config());
    session = new EagerSession(backend);
    networks = new PlannedNetworks(session, model);
  }

  @AfterEach
  void close() {
    networks.close();
    session.close();
    model.close();
    backend.close();
  }

  private static Picture noise() {
    Philox random = new RandomKey(4, "noise", 0).stream();
    float[] pixels = new float[HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Picture(1, HEIGHT, WIDTH, pixels);
  }

  private float[] features(List<Orientation> views, Picture picture, Box box) {
    return new ObjectReader(model, views)
        .features(session, networks, picture, Boxes.of(List.of(box)))
        .toFloats();
  }

  @Test
  void allViewsTogetherDoNotDependOnTheWayAPictureLies() {
    float[] upright = features(Orientation.all(), noise(), BOX);
    for (Orientation turn : Orientation.all()) {
      float[] turned =
          features(Orientation.all(), turn.apply(noise()), turn.apply(BOX, HEIGHT, WIDTH));
      assertArrayEquals(upright, turned, 1e-4f, turn.toString());
    }
  }

  @Test
  void oneViewDoes() {
    Orientation turn = new Orientation(true, false, 1);
    float[] upright = features(List.of(UPRIGHT), noise(), BOX);
    float[] turned =
        features(List.of(UPRIGHT), turn.apply(noise()), turn.apply(BOX, HEIGHT, WIDTH));
    float difference = 0;
    for (int i = 0; i < upright.length; i++) {
      difference = Math.max(difference, Math.abs(upright[i] - turned[i]));
    }
    assertTrue(difference > 1e-3f, "largest difference " + difference);
  }

  @Test
  void readingAgainKeepsBoxesAndMasks() {
    Picture picture = noise();
    PictureDetections found =
        model.detect(session, List.of(picture), networks).results().getFirst();
    assertTrue(found.size() > 0);
    PictureDetections read =
        new ObjectReader(model, Orientation.all()).read(session, networks, picture, found);
    assertEquals(found.boxes(), read.boxes());
    assertEquals(found.masks(), read.masks());
    for (int i = 0; i < read.size(); i++) {
      assertTrue(read.scores()[i] > 0 && read.scores()[i] <= 1, "score " + read.scores()[i]);
      assertTrue(read.labels()[i] >= 1 && read.labels()[i] < model.config().labels());
    }
  }

  @Test
  void noViewIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ObjectReader(model, List.of()));
  }
}
