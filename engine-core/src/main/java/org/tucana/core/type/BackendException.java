package org.tucana.core.type;

/** A backend cannot start or cannot do what was asked: the message says why and what to do. */
public class BackendException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
