package org.tucana.astro.io;

import org.tucana.core.type.TucanaException;

/** A sound picture that has more samples than the caller has room for. */
public final class PictureTooLargeException extends TucanaException {
  private static final long serialVersionUID = 1L;

  private final long samples;

  PictureTooLargeException(String message, long samples) {
    super(message);
    this.samples = samples;
  }

  /** How many samples it has at least. */
  public long samples() {
    return samples;
  }
}
