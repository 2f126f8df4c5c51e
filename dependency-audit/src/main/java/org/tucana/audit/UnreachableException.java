package org.tucana.audit;

/** The database gave no usable answer; the message says why. */
final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1;

  UnreachableException(String reason) {
    super(reason);
  }

  UnreachableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
