package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;

/** Files that a command is about to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses a place where no file can be written, before long work is for nothing, and removes what
   * killed runs left half-written beside it.
   */
  static void prepare(Path file) throws IOException {
    WholeFile.requirePlace(file);
    OutputFolder.removeLeftovers(file.toAbsolutePath().getParent());
  }

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
