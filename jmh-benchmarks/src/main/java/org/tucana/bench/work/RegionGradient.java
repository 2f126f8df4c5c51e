package org.tucana.bench.work;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.op.RoiAlignGradient;
import org.tucana.core.type.HostTensor;

/**
 * The gradient of RoIAlign's feature map from a drawn gradient of its result.
 *
 * @param forward what it is the gradient of
 */
public record RegionGradient(RegionSampling forward) implements DeviceWork {
  @Override
  public String name() {
    return "roialign-gradient-" + forward.size();
  }

  /** The gradient [R,C,7,7] of the result. */
  public HostTensor gradient() {
    return Values.uniform(
        "gradient", forward.boxes(), forward.channels(), RegionSampling.SIDE, RegionSampling.SIDE);
  }

  @Override
  public ReadableWork open(Backend backend) {
    EagerSession session = new EagerSession(backend);
    RoiAlignGradient gradient =
        new RoiAlignGradient(forward.geometry(), List.of(forward.map().shape()));
    return new SessionWork(
        session,
        List.of(forward.regions(), forward.owners(), gradient()),
        in -> session.run(gradient, in));
  }
}
