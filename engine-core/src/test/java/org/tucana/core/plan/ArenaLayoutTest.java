package org.tucana.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** Values alive together never share memory; a chain needs two places. */
final class ArenaLayoutTest {
  @Test
  void chainNeedsTheTwoLargestNeighbours() {
    List<ArenaLayout.Life> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      chain.add(new ArenaLayout.Life(i, 160, i, i + 1));
    }
    assertEquals(320, ArenaLayout.of(chain).length());
    assertEquals(320, ArenaLayout.of(chain).live());
  }

  @Test
  void overlappingLivesDoNotOverlapInMemory() {
    Philox random = new RandomKey(11, "lives", 0).stream();
    for (int round = 0; round < 50; round++) {
      List<ArenaLayout.Life> lives = new ArrayList<>();
      for (int value = 0; value < 40; value++) {
        int first = random.nextInt(30);
        int size = 1 + random.nextInt(500);
        lives.add(new ArenaLayout.Life(value, size, first, first + random.nextInt(8)));
      }
      ArenaLayout layout = ArenaLayout.of(lives);
      long all = 0;
      for (ArenaLayout.Life a : lives) {
        int start = layout.offsets().get(a.value());
        assertTrue(start >= 0 && start + a.elements() <= layout.length());
        all += a.elements();
        for (ArenaLayout.Life b : lives) {
          int other = layout.offsets().get(b.value());
          boolean apart = start + a.elements() <= other || other + b.elements() <= start;
          assertTrue(a.value() == b.value() || apart || !a.overlaps(b), a + " and " + b);
        }
      }
      assertTrue(layout.length() < all, "nothing was reused");
      assertTrue(layout.live() <= layout.length(), "more is alive than there is room for");
    }
  }
}
