package org.tucana.detection.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.transform.PictureTruth;

class RoiSamplesTest {
  private static final RandomKey KEY = new RandomKey(1, "test", 0);

  private static final PictureTruth TRUTH =
      truth(new Boxes(new float[] {0, 0, 10, 10, 20, 20, 30, 30}), 2, PictureTruth.UNKNOWN_CLASS);

  private static PictureTruth truth(Boxes boxes, int... labels) {
    return new PictureTruth(
        boxes, labels, Collections.nCopies(labels.length, BinaryMask.empty(32, 32)));
  }

  @Test
  void truthJoinsTheProposalsAndRegionsKnowTheirObjects() {
    Boxes proposals = new Boxes(new float[] {0, 0, 10, 8, 12, 12, 18, 18});
    RoiSamples samples = RoiSamples.draw(BoxConfig.defaults(), proposals, TRUTH, KEY);
    assertEquals(4, samples.size());
    assertArrayEquals(new int[] {0, -1, 0, 1}, samples.matches());
    assertArrayEquals(new int[] {0, 2, 3}, samples.objects());
    assertEquals(2, samples.label(0));
    assertEquals(RoiSamples.BACKGROUND_LABEL, samples.label(1));
    assertEquals(PictureTruth.UNKNOWN_CLASS, samples.label(3));
    float[] offsets = samples.offsets(BoxCoder.unweighted(), samples.objects());
    assertArrayEquals(
        new float[] {0, 0.125f, 0, (float) Math.log(1.25), 0, 0, 0, 0, 0, 0, 0, 0}, offsets, 1e-6f);
  }

  @Test
  void anUnknownClassIsAssumedToBeTheLikeliestForeground() {
    RoiSamples samples = RoiSamples.draw(BoxConfig.defaults(), Boxes.none(), TRUTH, KEY);
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      RoiLabels labels =
          RoiLabels.of(
              List.of(samples), session.tensor(new float[] {0, 9, 1, 0, 9, 1, 0, 2}, 2, 4));
      assertArrayEquals(new int[] {2, PictureTruth.UNKNOWN_CLASS}, labels.truth());
      assertArrayEquals(new int[] {2, 3}, labels.assumed());
    }
  }

  @Test
  void withoutObjectsAllIsBackground() {
    Boxes proposals = new Boxes(new float[] {0, 0, 10, 8, 12, 12, 18, 18});
    RoiSamples samples = RoiSamples.draw(BoxConfig.defaults(), proposals, truth(Boxes.none()), KEY);
    assertArrayEquals(new int[] {-1, -1}, samples.matches());
    assertArrayEquals(new float[0], samples.offsets(BoxCoder.unweighted()));
  }
}
