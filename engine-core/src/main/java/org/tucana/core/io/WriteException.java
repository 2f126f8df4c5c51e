package org.tucana.core.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A place that may be written to takes no more: its file system is full, or its device fails. */
public final class WriteException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param place the file or folder, which stays as it was
   * @param cause with the system's words
   */
  public WriteException(Path place, IOException cause) {
    super(
        place
            + ": cannot be written to its end ("
            + reason(cause)
            + "), so that it stays as it was; make room or name another place, then run the command"
            + " again",
        cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
