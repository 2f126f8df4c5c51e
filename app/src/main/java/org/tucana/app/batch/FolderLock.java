package org.tucana.app.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.tucana.core.type.FormatException;

/**
 * The right to write to a folder, of one process at a time. The system takes it from a process that
 * dies. A folder that was made for it and stays empty is taken away again.
 *
 * <p>The lock's file is removed before the lock is given back, so a process may get the lock of a
 * file that is no longer there, while another makes a new one. Whoever gets it therefore writes a
 * word of its own, and begins anew where another word is read by the file's name.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".tucana-lock";

  private final Path folder;
  private final boolean made;
  private final FileChannel channel;

  private FolderLock(Path folder, boolean made, FileChannel channel) {
    this.folder = folder;
    this.made = made;
    this.channel = channel;
  }

  /**
   * Takes the right, makes the folder where there is none, and cleans it of what was left by those
   * who were killed.
   *
   * @param command for the message
   * @throws FormatException where another process has the right, or a file is in the folder's place
   */
  public static FolderLock take(String command, Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FormatException(command + ": --out " + folder + " is a file; name a folder");
    }
    boolean made = !Files.exists(folder);
    while (true) {
      Files.createDirectories(folder);
      FileChannel channel = open(folder);
      if (channel == null) {
        continue;
      }
      try {
        if (!isLocked(channel)) {
          throw new FormatException(
              command
                  + ": --out "
                  + folder
                  + " is being written by another tucana; wait for it, or name another folder");
        }
        if (isInPlace(channel, folder)) {
          ResultFolder.clean(folder);
          return new FolderLock(folder, made, channel);
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  /** The lock's file; null where the folder was just taken away by another process. */
  private static FileChannel open(Path folder) throws IOException {
    try {
      return FileChannel.open(
          folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(folder)) {
        throw e;
      }
      return null;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      // Held by another thread of this process.
      return false;
    }
  }

  private static boolean isInPlace(FileChannel channel, Path folder) throws IOException {
    byte[] word = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    channel.truncate(0).write(ByteBuffer.wrap(word));
    try {
      return Arrays.equals(word, Files.readAllBytes(folder.resolve(FILE)));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(folder.resolve(FILE));
    }
    if (made) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException _) {
        // It holds results, or the lock of the next one.
      }
    }
  }
}
