package org.tucana.core.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that appear whole or not at all: beside their place under another name, forced to
 * disk, then renamed. What stood there before stays until then, and for good where writing fails.
 *
 * <p>A symbolic link stays, and the file that it points to is replaced. Devices, pipes and sockets
 * are refused: a rename would put a file in their place.
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
   * @throws FileSystemException naming the file where its place does not allow one
   * @throws IOException where writing fails; the file is then as before
   */
  public static void write(Path file, Content content) throws IOException {
    Path place = place(file);
    Path partial = createBeside(place, file);
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(stream);
        stream.flush();
        channel.force(true);
      }
      rename(partial, place, file);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Where the bytes go: the file itself, or what it links to. */
  private static Path place(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw refusal(file, "is a directory");
    }
    if (Files.exists(file)) {
      if (!Files.isRegularFile(file)) {
        throw refusal(file, "is a device, pipe or socket, expected a regular file or none");
      }
      return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }
    if (Files.isSymbolicLink(file)) {
      throw refusal(file, "is a symbolic link to nothing");
    }
    if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    }
    return file;
  }

  /**
   * An empty file in the folder of another.
   *
   * @param named what messages call the other one
   */
  private static Path createBeside(Path place, Path named) throws IOException {
    for (int attempt = 0; ; attempt++) {
      Path path = place.resolveSibling("." + place.getFileName() + "." + attempt + ".partial");
      try {
        return Files.createFile(path);
      } catch (FileAlreadyExistsException e) {
        // Another process writes the same file now, or one that was killed left it behind.
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      } catch (FileSystemException e) {
        throw refusal(named, "its folder cannot be written" + reason(e), e);
      }
    }
  }

  private static void rename(Path partial, Path place, Path named) throws IOException {
    try {
      Files.move(
          partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw refusal(named, "cannot be replaced" + reason(e), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? "" : " (" + e.getReason() + ")";
  }

  private static FileSystemException refusal(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }

  private static FileSystemException refusal(Path file, String reason, IOException cause) {
    FileSystemException refusal = refusal(file, reason);
    refusal.initCause(cause);
    return refusal;
  }
}
