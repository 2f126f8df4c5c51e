package org.tucana.detection.maskrcnn;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.tucana.core.Tensor;
import org.tucana.detection.roi.BoxPrediction;

/**
 * Other networks, with the time that each takes on the host's clock. That is the time it computes
 * where a backend is done when a call returns, as those of the processor are; on a device calls
 * only queue work. Used by one thread at a time.
 */
public final class TimedNetworks implements StageNetworks {
  private final StageNetworks networks;
  private final Map<Stage, Long> nanoseconds = new EnumMap<>(Stage.class);

  /** One of the three networks. */
  public enum Stage {
    /** Body, pyramid and proposer. */
    PROPOSER,
    BOX_HEAD,
    MASK_HEAD
  }

  public TimedNetworks(StageNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Proposer propose(Tensor pixels) {
    return timed(Stage.PROPOSER, () -> networks.propose(pixels));
  }

  @Override
  public BoxPrediction classify(Tensor regions) {
    return timed(Stage.BOX_HEAD, () -> networks.classify(regions));
  }

  @Override
  public Tensor outline(Tensor regions) {
    return timed(Stage.MASK_HEAD, () -> networks.outline(regions));
  }

  private <T> T timed(Stage stage, Supplier<T> network) {
    long start = System.nanoTime();
    T made = network.get();
    nanoseconds.merge(stage, System.nanoTime() - start, Long::sum);
    return made;
  }

  /** Forgets the time so far. */
  public void reset() {
    nanoseconds.clear();
  }

  /** Nanoseconds in a network since the last reset. */
  public long nanoseconds(Stage stage) {
    return nanoseconds.getOrDefault(stage, 0L);
  }
}
