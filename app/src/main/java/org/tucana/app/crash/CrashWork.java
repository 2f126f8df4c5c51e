package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Work of the program that is killed on purpose. It runs in a folder that it fills with files. */
public interface CrashWork {
  /** How the command line calls it. */
  String name();

  /**
   * Makes what the work reads.
   *
   * @param inputs an empty folder beside that of the work, which knows it as {@code ../inputs}
   */
  void prepare(Path inputs) throws IOException;

  /**
   * The arguments that begin the work, or go on with it.
   *
   * @param output its folder, with what earlier runs left
   */
  List<String> command(Path output) throws IOException;

  /** Which share of the kills waits for a file that is being written, from 0 to 1. */
  double aimedShare();

  /** Whether a file is replaced or grows as the work goes on; others are written once. */
  default boolean changes(Path file) {
    return false;
  }

  /** The bytes of a file that all finished runs write alike. */
  default byte[] lasting(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  /** How far the work has come by its files; a kill never takes it back. */
  default long done(Path output) throws IOException {
    return OutputTree.of(output).files().size();
  }
}
