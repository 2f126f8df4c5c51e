package org.tucana.detection.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

class BoxSelectionTest {
  private static final Boxes REGIONS =
      new Boxes(new float[] {0, 0, 10, 10, 0, 0, 10, 9, 30, 30, 40, 40, 5, 5, 5, 9});

  /** Probabilities of background, class 1 and class 2 for each region. */
  private static final float[] PROBABILITIES = {
    0.1f, 0.6f, 0.3f, 0.1f, 0.8f, 0.1f, 0.04f, 0.01f, 0.95f, 0.2f, 0.4f, 0.4f
  };

  private static BoxConfig config(int most, boolean oneLabel) {
    return new BoxConfig(
        0.25, 0.5, most, 0.5, 0.5, 64, 0.25, List.of(10f, 10f, 5f, 5f), 8, oneLabel, false);
  }

  private static List<BoxDetections> select(
      int most, Boxes regions, List<Boxes> perPicture, float... deltas) {
    return select(config(most, false), regions, perPicture, deltas);
  }

  private static List<BoxDetections> select(
      BoxConfig config, Boxes regions, List<Boxes> perPicture, float... deltas) {
    float[] logits = new float[3 * regions.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(PROBABILITIES[i]);
    }
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      BoxPrediction prediction =
          new BoxPrediction(
              session.tensor(logits, regions.size(), 3),
              session.tensor(deltas, regions.size(), 12));
      PictureSize size = new PictureSize(35, 50);
      return new BoxSelection(config)
          .select(prediction, perPicture, perPicture.stream().map(b -> size).toList());
    }
  }

  @Test
  void everySureClassIsACandidateAndSuppressionIsByClass() {
    BoxDetections found = select(10, REGIONS, List.of(REGIONS), new float[48]).getFirst();
    assertArrayEquals(new int[] {2, 1, 2}, found.labels());
    assertArrayEquals(new float[] {0.95f, 0.8f, 0.3f}, found.scores(), 1e-6f);
    assertArrayEquals(
        new float[] {30, 30, 40, 35, 0, 0, 10, 9, 0, 0, 10, 10}, found.boxes().xyxy());
    assertArrayEquals(new int[] {2, 1, 0}, found.regions());
  }

  @Test
  void onlyTheSurestRemain() {
    BoxDetections found = select(1, REGIONS, List.of(REGIONS), new float[48]).getFirst();
    assertArrayEquals(new int[] {2}, found.labels());
  }

  @Test
  void withOneLabelARegionIsOneDetectionAsSureAsItIsOfAnyClass() {
    BoxDetections found =
        select(config(10, true), REGIONS, List.of(REGIONS), new float[48]).getFirst();
    assertArrayEquals(new int[] {2, 1}, found.labels());
    assertArrayEquals(new float[] {0.96f, 0.9f}, found.scores(), 1e-6f);
    assertArrayEquals(new float[] {30, 30, 40, 35, 0, 0, 10, 10}, found.boxes().xyxy());
  }

  @Test
  void eachClassHasItsOwnOffsets() {
    float[] deltas = new float[48];
    // Region 2, class 2: a tenth of the width to the left.
    deltas[2 * 12 + 2 * 4] = -1;
    BoxDetections found = select(1, REGIONS, List.of(REGIONS), deltas).getFirst();
    assertArrayEquals(new float[] {29, 30, 39, 35}, found.boxes().xyxy(), 1e-5f);
  }

  @Test
  void picturesKeepTheirOwn() {
    List<Boxes> pictures = List.of(REGIONS.select(0), Boxes.none(), REGIONS.select(1, 2, 3));
    List<BoxDetections> found = select(10, REGIONS, pictures, new float[48]);
    assertArrayEquals(new int[] {1, 2}, found.get(0).labels());
    assertEquals(0, found.get(1).size());
    assertArrayEquals(new int[] {2, 1}, found.get(2).labels());
  }
}
