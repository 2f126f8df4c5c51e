package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;

/** Files that a command is about to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses to write a result over what it is made of.
   *
   * @param command for the message
   */
  static void requireOther(String command, Path input, Path output) throws IOException {
    if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
      throw new FormatException(
          command + ": --out " + output + " is the input itself; name another file");
    }
  }
}
