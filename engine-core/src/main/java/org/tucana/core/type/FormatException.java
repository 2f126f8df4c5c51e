package org.tucana.core.type;

/** A file or stream is not what it should be: the message names file, fault and remedy. */
public final class FormatException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
