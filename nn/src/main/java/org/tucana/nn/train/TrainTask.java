package org.tucana.nn.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.nn.module.NetworkModule;

/** What is trained and on what. Everything random depends on a seed and the step alone. */
public interface TrainTask {
  NetworkModule network();

  /**
   * Draws what a step trains on. It runs on another thread while the step before is computed, for
   * one step after the other, and uses nothing that computing changes.
   *
   * @param step counted from 0
   */
  PreparedStep prepare(long step);

  /**
   * Figures on held-out data, for the log.
   *
   * @param step how many steps were trained
   */
  default SequencedMap<String, Double> evaluate(EagerSession session, long step) {
    return new LinkedHashMap<>();
  }

  /**
   * What distinguishes this task from others in words: architecture, data, seed, batch size. A
   * checkpoint is resumed only by a task with the same description.
   */
  String description();
}
