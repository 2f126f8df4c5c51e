package org.tucana.core.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyChunkRunsOnce(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int chunks : new int[] {0, 1, 2, 3, 17, 400}) {
        for (int round = 0; round < 50; round++) {
          AtomicIntegerArray counts = new AtomicIntegerArray(chunks + 1);
          workers.run(chunks, (chunk, scratch) -> counts.incrementAndGet(chunk));
          for (int i = 0; i < chunks; i++) {
            assertEquals(1, counts.get(i));
          }
        }
      }
    }
  }

  @Test
  void nestedCallsRunWithBuffersOfTheirOwn() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger inner = new AtomicInteger();
      workers.run(
          8,
          (chunk, scratch) -> {
            float[] mine = scratch.floats(Scratch.Purpose.TILE, 16);
            assertNotSame(mine, workers.scratch().floats(Scratch.Purpose.TILE, 16));
            workers.run(
                4,
                (nested, nestedScratch) -> {
                  assertNotSame(mine, nestedScratch.floats(Scratch.Purpose.TILE, 16));
                  inner.incrementAndGet();
                });
          });
      assertEquals(32, inner.get());
    }
  }

  @Test
  void exceptionsReachTheCallerAndTheTeamSurvives() {
    try (Workers workers = new Workers(3)) {
      for (int round = 0; round < 20; round++) {
        IllegalStateException thrown =
            assertThrows(
                IllegalStateException.class,
                () ->
                    workers.run(
                        50,
                        (chunk, scratch) -> {
                          if (chunk == 7) {
                            throw new IllegalStateException("chunk 7");
                          }
                        }));
        assertEquals("chunk 7", thrown.getMessage());
        AtomicInteger done = new AtomicInteger();
        workers.run(10, (chunk, scratch) -> done.incrementAndGet());
        assertEquals(10, done.get());
      }
    }
  }

  @Test
  void parkedWorkersWakeUp() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      for (int round = 0; round < 3; round++) {
        Thread.sleep(20);
        AtomicInteger done = new AtomicInteger();
        workers.run(100, (chunk, scratch) -> done.incrementAndGet());
        assertEquals(100, done.get());
      }
    }
  }

  @Test
  void refusesWrongUse() {
    assertThrows(IllegalArgumentException.class, () -> new Workers(0));
    Workers workers = new Workers(2);
    workers.close();
    assertThrows(IllegalStateException.class, () -> workers.run(1, (chunk, scratch) -> {}));
  }
}
