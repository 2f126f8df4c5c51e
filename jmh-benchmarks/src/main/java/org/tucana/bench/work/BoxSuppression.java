package org.tucana.bench.work;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.op.NonMaximumSuppression;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Non-maximum suppression of drawn boxes of one group in a picture of 800 x 1088; what is kept
 * stays on the device.
 *
 * @param boxes how many
 */
public record BoxSuppression(int boxes) implements DeviceWork {
  /** Overlap beyond which a box goes. */
  public static final double THRESHOLD = 0.7;

  @Override
  public String name() {
    return "nms-" + boxes;
  }

  /** The boxes [B,4]. */
  public HostTensor candidates() {
    return Values.boxes(boxes, 800, 1088);
  }

  /** Their scores [B]. */
  public HostTensor scores() {
    return Values.uniform("scores", boxes);
  }

  @Override
  public ReadableWork open(Backend backend) {
    EagerSession session = new EagerSession(backend);
    HostTensor oneGroup = HostTensor.zeros(new TensorType(Shape.of(boxes), DType.INT32));
    return new SessionWork(
        session,
        List.of(candidates(), scores(), oneGroup),
        in -> session.run(new NonMaximumSuppression(THRESHOLD, boxes), in));
  }
}
