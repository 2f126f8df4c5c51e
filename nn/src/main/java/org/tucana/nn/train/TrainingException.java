package org.tucana.nn.train;

import org.tucana.core.type.TucanaException;

/** Training cannot go on: the message says at which step, why, and what to try. */
public final class TrainingException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
