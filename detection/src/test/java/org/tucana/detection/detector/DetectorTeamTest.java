package org.tucana.detection.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.train.Progress;

class DetectorTeamTest {
  private static Picture noise(int number, int height, int width) {
    Philox random = new RandomKey(4, "team", number).stream();
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Picture(1, height, width, pixels);
  }

  @Test
  void aTeamFindsWhatOneDetectorFinds() {
    List<Picture> pictures =
        IntStream.range(0, 12).mapToObj(i -> noise(i, 64 + 30 * (i % 3), 100)).toList();
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        DetectorModel model =
            new DetectorModel(
                TinyModel.random(backend, TinyModel.config()),
                "linear",
                new Tiling(64, 24),
                new Provenance(7, "noise", "test", "none"))) {
      List<List<Detection>> expected;
      try (Detector alone = model.detector()) {
        expected = pictures.stream().map(alone::detect).toList();
      }
      assertTrue(expected.stream().mapToInt(List::size).sum() > 10, "found too little to compare");
      long before = backend.memory().liveBytes();
      try (DetectorTeam team = model.team(new TeamSize(3, 2), false)) {
        List<List<Detection>> found =
            pictures.parallelStream().map(p -> team.detect(p, Progress.none())).toList();
        assertEquals(expected, found);
        assertThrows(
            ShapeException.class, () -> team.detect(Picture.black(2, 64, 64), Progress.none()));
        assertEquals(expected.getFirst(), team.detect(pictures.getFirst(), Progress.none()));
      }
      assertEquals(before, backend.memory().liveBytes());
    }
  }
}
