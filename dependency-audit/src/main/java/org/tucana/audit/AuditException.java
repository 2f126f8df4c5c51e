package org.tucana.audit;

/** The audit has no answer; the message says why. */
final class AuditException extends Exception {
  private static final long serialVersionUID = 1;

  AuditException(String reason) {
    super(reason);
  }

  AuditException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
