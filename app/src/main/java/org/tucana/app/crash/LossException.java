package org.tucana.app.crash;

/** Work is lost: the message says which and how. */
final class LossException extends Exception {
  private static final long serialVersionUID = 1L;

  LossException(String message) {
    super(message);
  }
}
