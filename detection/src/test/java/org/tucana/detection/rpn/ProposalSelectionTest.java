package org.tucana.detection.rpn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

class ProposalSelectionTest {
  private static final PictureSize SIZE = new PictureSize(40, 40);

  /** Two levels: three anchors, the first two nearly the same, and one equal to the first. */
  private static final List<Boxes> ANCHORS =
      List.of(
          new Boxes(new float[] {0, 0, 20, 20, 0, 0, 20, 19, 30, 30, 50, 50}),
          new Boxes(new float[] {0, 0, 20, 20}));

  private static List<Proposals> select(ProposalSelection selection, float... logits) {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      RpnPrediction prediction =
          new RpnPrediction(
              session.tensor(logits, logits.length / 4, 4),
              session.tensor(new float[4 * logits.length], logits.length / 4, 4, 4));
      List<PictureSize> sizes = logits.length == 4 ? List.of(SIZE) : List.of(SIZE, SIZE);
      return selection.select(prediction, ANCHORS, sizes);
    }
  }

  @Test
  void suppressionWorksWithinALevelAndBoxesAreClipped() {
    Proposals proposals = select(new ProposalSelection(10, 10, 0.7, 0), 2, 3, 0, 1).getFirst();
    assertArrayEquals(
        new float[] {0, 0, 20, 19, 0, 0, 20, 20, 30, 30, 40, 40}, proposals.boxes().xyxy());
    assertEquals(0.5f, proposals.scores()[2]);
  }

  @Test
  void onlyTheLikeliestEnterAndLeaveSuppression() {
    Proposals one = select(new ProposalSelection(1, 10, 0.7, 0), 2, 3, 0, 1).getFirst();
    assertArrayEquals(new float[] {0, 0, 20, 19, 0, 0, 20, 20}, one.boxes().xyxy());
    Proposals last = select(new ProposalSelection(10, 1, 0.7, 0), 2, 3, 0, 1).getFirst();
    assertArrayEquals(new float[] {0, 0, 20, 19}, last.boxes().xyxy());
  }

  @Test
  void candidatesAreKeptWithTheirAnchors() {
    Proposals proposals = select(new ProposalSelection(2, 10, 0.7, 0), 2, 3, 0, 1).getFirst();
    ProposalCandidates candidates = proposals.candidates();
    assertArrayEquals(new int[] {0, 0, 1}, candidates.levels());
    assertArrayEquals(new int[] {1, 0, 0}, candidates.anchors());
    assertArrayEquals(new int[] {0, 2}, proposals.chosen());
    assertEquals(candidates.boxes().select(proposals.chosen()), proposals.boxes());
  }

  @Test
  void unlikelyOnesAreDropped() {
    Proposals proposals = select(new ProposalSelection(10, 10, 0.7, 0.5), -1, -2, 0, -3).getFirst();
    assertArrayEquals(new float[] {30, 30, 40, 40}, proposals.boxes().xyxy());
  }

  @Test
  void picturesKeepTheirOwn() {
    List<Proposals> both = select(new ProposalSelection(10, 1, 0.7, 0), 2, 3, 0, 1, 0, 1, 9, 2);
    assertArrayEquals(new float[] {0, 0, 20, 19}, both.get(0).boxes().xyxy());
    assertArrayEquals(new float[] {30, 30, 40, 40}, both.get(1).boxes().xyxy());
  }

  @Test
  void rankingIsByFallingValueThenPosition() {
    float[] values = {9, 1, 2, Float.NaN, -1, 2, -0f, 0};
    assertArrayEquals(new int[] {1, 4, 0, 5, 6, 3, 2}, Ranking.largest(values, 1, 7, 10));
    assertArrayEquals(new int[] {1, 4}, Ranking.largest(values, 1, 7, 2));
  }

  @Test
  void aFewAreTheBeginningOfAll() {
    float[] values = new float[1000];
    Philox random = new RandomKey(3, "ranked values", 0).stream();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(random.nextDouble(-50, 50)); // many are equal
    }
    int[] all = Ranking.largest(values, 0, values.length, values.length);
    for (int i = 1; i < all.length; i++) {
      float before = values[all[i - 1]];
      assertTrue(before > values[all[i]] || (before == values[all[i]] && all[i - 1] < all[i]));
    }
    for (int n : new int[] {0, 1, 2, 37, 500, 999}) {
      assertArrayEquals(Arrays.copyOf(all, n), Ranking.largest(values, 0, values.length, n));
    }
  }
}
