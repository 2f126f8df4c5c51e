package org.tucana.detection.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.RandomKey;

class BalancedSamplerTest {
  private static final RandomKey KEY = new RandomKey(5, "test", 0);

  /** 100 candidates: every tenth an object, every tenth undecided, the rest background. */
  private static final int[] MATCHES =
      IntStream.range(0, 100)
          .map(i -> i % 10 == 0 ? i / 10 : i % 10 == 1 ? Matcher.UNDECIDED : Matcher.BACKGROUND)
          .toArray();

  @Test
  void objectsFillTheirShareAndBackgroundTheRest() {
    BalancedSampler.Sample sample = new BalancedSampler(12, 0.5).draw(MATCHES, KEY);
    assertEquals(6, sample.positives().length);
    assertEquals(6, sample.negatives().length);
    assertTrue(Arrays.stream(sample.positives()).allMatch(i -> MATCHES[i] >= 0));
    assertTrue(Arrays.stream(sample.negatives()).allMatch(i -> MATCHES[i] == Matcher.BACKGROUND));
    int[] all = sample.all();
    assertArrayEquals(Arrays.stream(all).sorted().distinct().toArray(), all);
  }

  @Test
  void fewObjectsLeaveRoomForBackground() {
    BalancedSampler.Sample sample = new BalancedSampler(50, 0.5).draw(MATCHES, KEY);
    assertEquals(10, sample.positives().length);
    assertEquals(40, sample.negatives().length);
  }

  @Test
  void aLargeBatchTakesEverythingDecided() {
    assertEquals(90, new BalancedSampler(1_000_000, 0.5).draw(MATCHES, KEY).size());
  }

  @Test
  void theKeyDecides() {
    BalancedSampler sampler = new BalancedSampler(12, 0.5);
    assertArrayEquals(sampler.draw(MATCHES, KEY).all(), sampler.draw(MATCHES, KEY).all());
    assertFalse(
        Arrays.equals(
            sampler.draw(MATCHES, KEY).all(), sampler.draw(MATCHES, KEY.atStep(1)).all()));
  }

  @Test
  void refusesAnEmptyBatch() {
    assertThrows(IllegalArgumentException.class, () -> new BalancedSampler(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new BalancedSampler(8, 1.5));
  }
}
