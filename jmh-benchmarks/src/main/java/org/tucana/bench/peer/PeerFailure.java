package org.tucana.bench.peer;

/** A peer failed while it ran; the message says how. */
public final class PeerFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PeerFailure(String reason, Throwable cause) {
    super(reason, cause);
  }
}
