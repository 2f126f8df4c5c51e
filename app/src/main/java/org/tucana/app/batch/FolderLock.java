package org.tucana.app.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WriteException;
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
  private static final int MOST_ATTEMPTS = 100;

  private final Path folder;
  private final boolean made;

  /** The locked file, and the same read by its name: to close one gives the lock back. */
  private final List<FileChannel> channels = new ArrayList<>();

  private FolderLock(Path folder, boolean made) {
    this.folder = folder;
    this.made = made;
  }

  /**
   * Takes the right, makes the folder where there is none, and cleans it of what was left by those
   * who were killed.
   *
   * @param command for the message
   * @throws FormatException where another process has the right
   * @throws WriteException where the folder's file system is full
   */
  public static FolderLock take(String command, Path folder) throws IOException {
    boolean made = !Files.exists(folder);
    for (int attempt = 0; ; attempt++) {
      FolderLock lock = new FolderLock(folder, made);
      try {
        OutputFolders.make(folder);
        if (!lock.isTaken()) {
          throw new FormatException(
              command
                  + ": --out "
                  + folder
                  + " is being written by another tucana; wait for it, or name another folder");
        }
        if (lock.isInPlace()) {
          ResultFolder.clean(folder);
          return lock;
        }
        lock.closeChannels();
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Another process was done just now and took away the file, or the folder too, perhaps
        // between the attempt to make the folder and the look at what is in its place.
        lock.closeChannels();
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      } catch (FileSystemException e) {
        lock.closeChannels();
        throw OutputFolders.refusal(folder, e);
      } catch (IOException | RuntimeException e) {
        lock.closeChannels();
        throw e;
      }
    }
  }

  /** Whether a file is the lock of the folder that it lies in. */
  public static boolean isLock(Path file) {
    return String.valueOf(file.getFileName()).equals(FILE);
  }

  private FileChannel open(OpenOption... options) throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve(FILE), options);
    channels.add(channel);
    return channel;
  }

  private boolean isTaken() throws IOException {
    try {
      FileLock lock = open(StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      // Held by another thread of this process.
      return false;
    }
  }

  /** Whether the file in the folder is the one that was locked. */
  private boolean isInPlace() throws IOException {
    ByteBuffer word =
        ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    try {
      channels.getFirst().truncate(0).write(word);
    } catch (IOException e) {
      close();
      throw new WriteException(folder, e);
    }
    ByteBuffer read = ByteBuffer.allocate(word.limit());
    open(StandardOpenOption.READ).read(read);
    return read.flip().equals(word.flip());
  }

  private void closeChannels() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
    closeChannels();
    if (made) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException _) {
        // It holds results, or the lock of the next one.
      }
    }
  }
}
