package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.nn.metric.Estimate;

class TurnsTest {
  /** A machine that halves its speed in the middle does not widen the interval of a ratio. */
  @Test
  void ratiosAreWithinATurn() {
    Turns own = Turns.of(1, 1, 1, 2, 2);
    Turns peer = Turns.of(2, 2, 2, 4, 4);
    Estimate share = own.shareOf(peer);
    assertEquals(0.5, share.value());
    assertEquals(0.5, share.interval().low());
    assertEquals(0.5, share.interval().high());
    assertEquals(0.95, share.interval().level());
  }

  @Test
  void intervalsHoldTheMedianAndStayWithinTheTurns() {
    Estimate share =
        Turns.of(0.9, 1.0, 1.1, 1.3, 1.0, 0.8, 1.05).shareOf(Turns.of(1, 1, 1, 1, 1, 1, 1));
    assertEquals(1.0, share.value());
    assertTrue(share.interval().low() >= 0.8 && share.interval().low() <= 1, share.toString());
    assertTrue(share.interval().high() <= 1.3 && share.interval().high() >= 1, share.toString());
    assertTrue(share.interval().low() < share.interval().high(), share.toString());
  }

  @Test
  void aTurnAloneHasNoInterval() {
    assertTrue(Double.isNaN(Turns.of(1).shareOf(Turns.of(2)).interval().low()));
  }

  @Test
  void partsShareARun() {
    assertEquals(Turns.of(2, 3), Turns.of(8, 12).divided(4));
  }

  @Test
  void sidesHaveAsManyTurns() {
    assertThrows(IllegalArgumentException.class, () -> Turns.of(1).shareOf(Turns.of(1, 2)));
  }
}
