package org.tucana.nn.train;

import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;

/** A training step whose examples are drawn; it is closed when it is over or not wanted. */
@FunctionalInterface
public interface PreparedStep extends AutoCloseable {
  /**
   * The losses by name, each a scalar; their sum is minimised. A tape is open and the session's
   * innermost scope lives as long as the step.
   */
  SequencedMap<String, Tensor> losses(EagerSession session);

  @Override
  default void close() {}
}
