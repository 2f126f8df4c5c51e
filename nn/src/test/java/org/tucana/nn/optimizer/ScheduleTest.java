package org.tucana.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final double EXACT = 1e-15;

  @Test
  void constantIsOne() {
    assertEquals(1, new Schedule.Constant().factor(12345));
  }

  @Test
  void stepFallsAtEachMilestone() {
    Schedule schedule = new Schedule.Step(List.of(10L, 20L), 0.1);
    assertEquals(1, schedule.factor(9), EXACT);
    assertEquals(0.1, schedule.factor(10), EXACT);
    assertEquals(0.1, schedule.factor(19), EXACT);
    assertEquals(0.01, schedule.factor(20), EXACT);
  }

  @Test
  void cosineFallsFromOneToItsLastFactorAndStays() {
    Schedule schedule = new Schedule.Cosine(100, 0.2);
    assertEquals(1, schedule.factor(0), EXACT);
    assertEquals(0.6, schedule.factor(50), EXACT);
    assertEquals(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, schedule.factor(25), EXACT);
    assertEquals(0.2, schedule.factor(100), EXACT);
    assertEquals(0.2, schedule.factor(1000), EXACT);
  }

  @Test
  void warmupRisesLinearlyAndMultipliesWhatFollows() {
    Schedule schedule = new Schedule.Warmup(10, 0.5, new Schedule.Step(List.of(5L, 15L), 0.1));
    assertEquals(0.5, schedule.factor(0), EXACT);
    assertEquals(0.7, schedule.factor(4), EXACT);
    assertEquals(0.075, schedule.factor(5), EXACT);
    assertEquals(0.1, schedule.factor(10), EXACT);
    assertEquals(0.01, schedule.factor(15), EXACT);
  }

  @Test
  void piecesFollowEachOtherAndTheLastOneStays() {
    Schedule schedule =
        new Schedule.Pieces(
            List.of(
                new Schedule.Pieces.Piece(3, 1),
                new Schedule.Pieces.Piece(0, 7),
                new Schedule.Pieces.Piece(2, 0.1)));
    assertEquals(1, schedule.factor(0), EXACT);
    assertEquals(1, schedule.factor(2), EXACT);
    assertEquals(0.1, schedule.factor(3), EXACT);
    assertEquals(0.1, schedule.factor(99), EXACT);
  }

  @Test
  void negativeSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Pieces(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Pieces.Piece(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Schedule.Warmup(-1, 0, new Schedule.Constant()));
  }
}
