package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.op.Regions;
import org.tucana.core.testing.TestTensors;

/** A region's bins do not depend on which others are sampled with it. */
class RoiAlignmentTest {
  private static final int BOXES = 60;

  /** Together the boxes read more cells than the maps have, alone none does. */
  @ParameterizedTest
  @ValueSource(ints = {16, 20, 64})
  void manyBoxesHaveTheBitsOfEachAlone(int channels) {
    RoiAlignGeometry geometry = new RoiAlignGeometry(7, 7, 2, false, List.of(0.25, 0.125), 224, 4);
    try (CpuBackend backend = new CpuBackend(BackendOptions.threads(2));
        EagerSession session = new EagerSession(backend)) {
      List<Tensor> maps =
          List.of(
              session.upload(TestTensors.uniform(1, 1, channels, 24, 28)),
              session.upload(TestTensors.uniform(2, 1, channels, 12, 14)));
      Tensor boxes = session.upload(TestTensors.boxes(BOXES, 112, 96, 3));
      float[] together = sample(session, geometry, maps, boxes, BOXES);
      int length = channels * 49;
      for (int box = 0; box < BOXES; box++) {
        assertArrayEquals(
            Arrays.copyOfRange(together, box * length, (box + 1) * length),
            sample(session, geometry, maps, boxes.slice(0, box, box + 1), 1),
            "box " + box);
      }
    }
  }

  private static float[] sample(
      EagerSession session, RoiAlignGeometry geometry, List<Tensor> maps, Tensor boxes, int count) {
    return Regions.roiAlign(maps, boxes, session.indices(new int[count]), geometry).toFloats();
  }
}
