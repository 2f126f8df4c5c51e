package org.tucana.detection.maskrcnn;

import java.util.EnumMap;
import java.util.Map;
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
    long start = System.nanoTime();
    Proposer made = networks.propose(pixels);
    add(Stage.PROPOSER, start);
    return made;
  }

  @Override
  public BoxPrediction classify(Tensor regions) {
    long start = System.nanoTime();
    BoxPrediction made = networks.classify(regions);
    add(Stage.BOX_HEAD, start);
    return made;
  }

  @Override
  public Tensor outline(Tensor regions) {
    long start = System.nanoTime();
    Tensor made = networks.outline(regions);
    add(Stage.MASK_HEAD, start);
    return made;
  }

  private void add(Stage stage, long start) {
    nanoseconds.merge(stage, System.nanoTime() - start, Long::sum);
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
