package org.tucana.core.type;

/** A tensor, scope or session is used after its memory was given back. */
public final class ClosedException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public ClosedException(String message) {
    super(message);
  }

  public ClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
