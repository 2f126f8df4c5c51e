package org.tucana.core.type;

/** What was written down earlier no longer holds, because a value it came from was replaced. */
public final class StaleException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public StaleException(String message) {
    super(message);
  }

  public StaleException(String message, Throwable cause) {
    super(message, cause);
  }
}
