package org.tucana.detection.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tucana.detection.structure.Boxes;

class MatcherTest {
  /** IoU with the truth (0,0,10,10): 1, 0.5, 0.2 and 0. */
  private static final Boxes CANDIDATES =
      new Boxes(new float[] {0, 0, 10, 10, 0, 0, 10, 5, 0, 0, 10, 2, 20, 20, 30, 30});

  private static final Boxes TRUTH = new Boxes(new float[] {0, 0, 10, 10});

  @Test
  void thresholdsMakeThreeKinds() {
    assertArrayEquals(
        new int[] {0, Matcher.UNDECIDED, Matcher.BACKGROUND, Matcher.BACKGROUND},
        new Matcher(0.7f, 0.3f, false).match(TRUTH, CANDIDATES));
    assertArrayEquals(
        new int[] {0, 0, Matcher.BACKGROUND, Matcher.BACKGROUND},
        new Matcher(0.5f, 0.5f, false).match(TRUTH, CANDIDATES));
  }

  @Test
  void theBestCandidateOfAnObjectMatchesEvenIfPoor() {
    Boxes truth = new Boxes(new float[] {0, 0, 10, 10, 0, 0, 10, 1});
    Boxes candidates = CANDIDATES.select(1, 2, 3);
    assertArrayEquals(
        new int[] {0, 1, Matcher.BACKGROUND},
        new Matcher(0.7f, 0.3f, true).match(truth, candidates));
  }

  @Test
  void anObjectThatTouchesNoCandidateMatchesNone() {
    Boxes far = new Boxes(new float[] {100, 100, 110, 110});
    assertArrayEquals(
        new int[] {-1, -1, -1, -1}, new Matcher(0.7f, 0.3f, true).match(far, CANDIDATES));
  }

  @Test
  void withoutObjectsAllIsBackgroundAndWithoutCandidatesNothing() {
    Matcher matcher = new Matcher(0.7f, 0.3f, true);
    assertArrayEquals(new int[] {-1, -1, -1, -1}, matcher.match(Boxes.none(), CANDIDATES));
    assertArrayEquals(new int[0], matcher.match(TRUTH, Boxes.none()));
  }

  @Test
  void refusesThresholdsTheWrongWayRound() {
    assertThrows(IllegalArgumentException.class, () -> new Matcher(0.3f, 0.7f, true));
  }
}
