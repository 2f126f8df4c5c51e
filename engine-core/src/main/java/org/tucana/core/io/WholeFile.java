package org.tucana.core.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that appear whole or not at all: beside their place under another name, forced to
 * disk, then renamed. What stood there before stays until then, and for good where writing fails.
 */
public final class WholeFile {
  private static final int MOST_ATTEMPTS = 1000;

  private WholeFile() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param file its place; the folder must exist
   * @param content what goes in
   * @throws IOException where writing fails; the file is then as before
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "is a directory");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    }
    Path partial = createBeside(file);
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(stream);
        stream.flush();
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static Path createBeside(Path file) throws IOException {
    for (int attempt = 0; ; attempt++) {
      Path path = file.resolveSibling("." + file.getFileName() + "." + attempt + ".partial");
      try {
        return Files.createFile(path);
      } catch (FileAlreadyExistsException e) {
        // Another process writes the same file now, or one that was killed left it behind.
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
