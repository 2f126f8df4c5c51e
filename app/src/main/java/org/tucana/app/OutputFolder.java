package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.type.FormatException;

/** Folders that a command is about to write in. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Refuses what cannot become a folder to write in, before long work is for nothing, and removes
   * what killed runs left half-written in it. Makes no folder.
   *
   * @param command for the message
   * @param option that named the folder
   */
  public static void check(String command, String option, Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FormatException(
          command + ": " + option + " " + folder + " is a file; name a folder");
    }
    Path existing = OutputFolders.nearest(folder);
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new FormatException(
          command
              + ": "
              + option
              + " "
              + folder
              + " cannot be made or written, since "
              + existing
              + (Files.isDirectory(existing) ? " may not be written" : " is a file")
              + "; name another folder, or change its permissions");
    }
    if (Files.isDirectory(folder)) {
      sayRemoved(OutputFolders.removeLeftoversWithin(folder), folder);
    }
  }

  /** Removes what killed runs left half-written in a folder, if there is one. */
  static void removeLeftovers(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      sayRemoved(OutputFolders.removeLeftovers(folder), folder);
    }
  }

  private static void sayRemoved(int count, Path folder) {
    if (count > 0) {
      Console.say(
          "%s: removed %d half-written %s that a run left when it was killed"
              .formatted(folder, count, count == 1 ? "file" : "files"));
    }
  }
}
