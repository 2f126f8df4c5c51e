package org.tucana.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The process that the {@code tucana} script puts behind standard error to take away the JVM's line
 * about incubator modules; its process id is in the system property {@code tucana.relay}.
 */
final class StandardErrorRelay {
  /** Long enough for a loaded machine; the relay only has to copy what is left in a pipe. */
  private static final long PATIENCE_SECONDS = 5;

  private StandardErrorRelay() {}

  /**
   * Closes standard error and waits until the relay has passed everything on, so that a caller who
   * reads what was said after the command ended finds all of it. Does nothing without a relay.
   *
   * @throws IOException if standard error cannot be closed
   */
  static void finish() throws IOException {
    Long relay = Long.getLong("tucana.relay");
    if (relay == null) {
      return;
    }
    System.err.flush();
    new FileOutputStream(FileDescriptor.err).close();
    ProcessHandle.of(relay)
        .ifPresent(process ->
            process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }
}
