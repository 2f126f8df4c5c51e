package org.tucana.bench.work;

import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.Backend;

/** A work that is measured on a GPU. */
public sealed interface DeviceWork extends Work
    permits Convolution,
        TuckerLayer,
        ResNetForward,
        MaskRcnnDetection,
        MaskRcnnTraining,
        RegionSampling,
        RegionGradient,
        BoxSuppression,
        PinnedCopy,
        TensorDecomposition,
        ResNetRewriting {
  /** How products are formed, on both sides. */
  default Precision precision() {
    return Precision.FLOAT32;
  }

  /**
   * Whether a run waits for values on the way or ends with them in Java memory, so that it is timed
   * by the host's clock; all others only queue, and are timed by the device's.
   */
  default boolean endsOnHost() {
    return false;
  }

  @Override
  ReadableWork open(Backend backend);

  /** All of them, in the order of the report: what is short of time leaves out the last. */
  static List<DeviceWork> all() {
    ResNetForward resnet = new ResNetForward("resnet50");
    ResNetForward many = resnet.ofBatch(64);
    MaskRcnnDetection detection = new MaskRcnnDetection(800, 1088);
    MaskRcnnTraining training = new MaskRcnnTraining(2, 800, 1088);
    return Stream.of(
            Stream.of(
                resnet,
                resnet.at(Precision.TF32),
                many,
                many.at(Precision.TF32),
                detection,
                detection.at(Precision.TF32),
                training,
                training.at(Precision.TF32),
                RegionSampling.ofProposals(),
                new RegionGradient(RegionSampling.ofProposals()),
                new BoxSuppression(5000),
                new PinnedCopy(PinnedCopy.Direction.TO_DEVICE, 256),
                new PinnedCopy(PinnedCopy.Direction.FROM_DEVICE, 256)),
            convolutions(1),
            convolutions(32),
            TuckerLayer.all().stream(),
            TensorDecomposition.ofWeights().stream(),
            Stream.of(new ResNetRewriting("resnet18")))
        .<DeviceWork>flatMap(works -> works)
        .toList();
  }

  private static Stream<Convolution> convolutions(int batch) {
    return Stream.of(Precision.values())
        .flatMap(precision ->
            Convolution.shapes().stream().map(shape -> shape.ofBatch(batch).at(precision)));
  }
}
