package org.tucana.core.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A place that may be written to takes no more: its file system is full, or its device fails. */
public final class WriteException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fault;

  /**
   * @param place the file or folder
   * @param cause with the system's words
   */
  public WriteException(Path place, IOException cause) {
    this(
        place + ": cannot be written to its end (" + reason(cause) + ")",
        "run the command again",
        cause);
  }

  private WriteException(String fault, String afterwards, Throwable cause) {
    super(fault + "; make room or name another place, then " + afterwards, cause);
    this.fault = fault;
  }

  /** The same for work that goes on in another way than by the same command. */
  public WriteException then(String afterwards) {
    return new WriteException(fault, afterwards, getCause());
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
