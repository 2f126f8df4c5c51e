package org.tucana.core.type;

/** Tensors do not fit an operation: the message names the operation and both sides. */
public final class ShapeException extends TucanaException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }
}
