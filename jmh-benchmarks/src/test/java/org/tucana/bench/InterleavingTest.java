package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.bench.peer.Contestant;

class InterleavingTest {
  /** Claims a fixed time and notes whose turn it was. */
  private static Contestant claiming(String name, double millis, List<String> turns) {
    return new Contestant() {
      @Override
      public double meanMillis(int runs) {
        turns.add(name + runs);
        return millis;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void turnsAlternateAndShortWorksAreRepeated() throws InterruptedException {
    List<String> turns = new ArrayList<>();
    List<Turns> times =
        new Interleaving(3, 20, 0, 1_000, 500, 2)
            .turns(List.of(claiming("a", 2, turns), claiming("b", 100, turns)));
    assertEquals(List.of(Turns.of(2, 2, 2), Turns.of(100, 100, 100)), times);
    assertEquals(
        List.of("a10", "b1", "a10", "b1", "a10", "b1"),
        turns.subList(turns.size() - 6, turns.size()));
  }

  @Test
  void longWorksHaveFewTurns() throws InterruptedException {
    List<String> turns = new ArrayList<>();
    new Interleaving(3, 20, 1_000, 2_000, 500, 2)
        .turns(List.of(claiming("a", 600, turns), claiming("b", 501, turns)));
    assertEquals(List.of("a1", "b1", "a1", "b1", "a1", "b1"), turns);
  }
}
