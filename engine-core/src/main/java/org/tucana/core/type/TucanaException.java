package org.tucana.core.type;

/**
 * Base of every error this project raises for a reason its caller can act on. The message reads
 * {@code operation: what is wrong, expected ..., got ...; do ...}.
 */
public class TucanaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TucanaException(String message) {
    super(message);
  }

  public TucanaException(String message, Throwable cause) {
    super(message, cause);
  }
}
