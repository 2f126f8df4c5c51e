package org.tucana.bench.peer;

/** A peer cannot take part; the message says why in a few words. */
public final class PeerUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  public PeerUnavailableException(String reason) {
    super(reason);
  }

  public PeerUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
