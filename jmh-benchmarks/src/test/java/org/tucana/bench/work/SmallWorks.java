package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.core.type.Shape;

/** Works of a GPU so small that they may run anywhere. */
public final class SmallWorks {
  private SmallWorks() {}

  /** One of each kind but rewriting, which has no small network. */
  public static List<DeviceWork> all() {
    RegionSampling regions = new RegionSampling(2, 5, 64, 96, 10);
    return List.of(
        new Convolution(3, 1, 4, 8, 9),
        new TuckerLayer(8, 3, 5, 9),
        new ResNetForward("resnet18", 32, 2, Precision.FLOAT32),
        new MaskRcnnDetection(32, 32, 6, 3, Precision.FLOAT32),
        new MaskRcnnTraining(2, 32, 32, 6, Precision.FLOAT32),
        regions,
        new RegionGradient(regions),
        new BoxSuppression(200),
        new PinnedCopy(PinnedCopy.Direction.TO_DEVICE, 1),
        new PinnedCopy(PinnedCopy.Direction.FROM_DEVICE, 1),
        new TensorDecomposition(
            "hooi",
            Shape.of(8, 7, 3, 3),
            List.of(0, 1),
            List.of(3, 3),
            OptionalInt.of(10),
            Optional.empty()));
  }
}
