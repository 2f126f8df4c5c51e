package org.tucana.core.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Writes files that appear whole or not at all: beside their place under another name, forced to
 * disk, then renamed. What stood there before stays until then, and for good where writing fails.
 *
 * <p>A process that is killed while it writes leaves the other name, {@code .tucana-*.partial};
 * {@link OutputFolders#removeLeftovers} takes that away.
 *
 * <p>A symbolic link stays, and the file that it points to is replaced. Devices, pipes and sockets
 * are refused: a rename would put a file in their place.
 */
public final class WholeFile {
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
   * @throws WriteException where the file system is full or fails; the file is then as before
   * @throws IOException where the content cannot be made; the file is then as before
   */
  public static void write(Path file, Content content) throws IOException {
    Path place = place(file);
    try (PartialFile partial = createBeside(place, file)) {
      FileSystemStream system = new FileSystemStream(partial.channel());
      try {
        OutputStream stream = new BufferedOutputStream(system);
        content.writeTo(stream);
        stream.flush();
        system.force();
      } catch (IOException e) {
        // An encoder between may have wrapped what the file system said.
        if (system.failure().isPresent()) {
          throw new WriteException(file, system.failure().get());
        }
        throw e;
      }
      rename(partial, place, file);
    }
  }

  /**
   * Refuses at once what {@link #write} would refuse in the end, so that long work is not for
   * nothing.
   *
   * @throws FileSystemException naming the file where its place does not allow one
   * @throws WriteException where its file system is full
   */
  public static void requirePlace(Path file) throws IOException {
    createBeside(place(file), file).close();
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
    if (!Files.isDirectory(folder(file))) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    }
    return file;
  }

  /** The folder that a file lies in. */
  private static Path folder(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private static PartialFile createBeside(Path place, Path named) throws IOException {
    try {
      return PartialFile.in(folder(place));
    } catch (FileSystemException e) {
      if (OutputFolders.isFull(folder(place), e)) {
        throw new WriteException(named, e);
      }
      throw refusal(named, "its folder cannot be written" + reason(e), e);
    }
  }

  private static void rename(PartialFile partial, Path place, Path named) throws IOException {
    try {
      partial.rename(place);
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
