package org.tucana.astro.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tucana.astro.data.StampRow.Content;
import org.tucana.astro.data.StampSet;
import org.tucana.core.testing.SharedData;
import org.tucana.detection.structure.Example;

class SceneMixtureTest {
  private static final int SIDE = 64;
  private static final int BATCH = 3;
  private static final int STEPS = 3;

  /** Steps in order on this thread, backwards on another, each by a mixture of its own. */
  private static void assertStepsAloneDecide(SceneMixture one, SceneMixture other) {
    List<List<Example>> forwards = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      forwards.add(one.batch(step));
    }
    for (int step = STEPS - 1; step >= 0; step--) {
      int wanted = step;
      assertSame(
          forwards.get(step), CompletableFuture.supplyAsync(() -> other.batch(wanted)).join());
    }
  }

  private static void assertSame(List<Example> expected, List<Example> actual) {
    assertEquals(BATCH, actual.size());
    for (int i = 0; i < BATCH; i++) {
      Example a = expected.get(i);
      Example b = actual.get(i);
      assertEquals(a.name(), b.name());
      assertArrayEquals(a.picture().pixels(), b.picture().pixels(), a.name());
      assertEquals(a.annotations().size(), b.annotations().size(), a.name());
      for (int k = 0; k < a.annotations().size(); k++) {
        assertEquals(a.annotations().get(k).box(), b.annotations().get(k).box());
        assertEquals(a.annotations().get(k).label(), b.annotations().get(k).label());
        assertArrayEquals(
            a.annotations().get(k).mask().pixels(), b.annotations().get(k).mask().pixels());
      }
    }
  }

  @Test
  void simulatedExamplesDependOnSeedAndStepAlone() {
    assertStepsAloneDecide(
        SceneMixture.simulated(7, BATCH, SIDE), SceneMixture.simulated(7, BATCH, SIDE));
  }

  @Test
  void soDoExamplesMadeOfStamps() {
    StampSet stamps = StampSet.open(SharedData.require("data/galaxies/labels.csv").getParent());
    int[] classified = stamps.rows(row -> row.content() == Content.CLASSIFIED);
    int[] some = stamps.outlined(Arrays.copyOf(classified, 12));
    SceneMixture.Shares shares = new SceneMixture.Shares(0.4, 0.2, 0.5);
    assertStepsAloneDecide(
        SceneMixture.of(7, BATCH, SIDE, shares, stamps, some),
        SceneMixture.of(7, BATCH, SIDE, shares, stamps, some));
  }
}
