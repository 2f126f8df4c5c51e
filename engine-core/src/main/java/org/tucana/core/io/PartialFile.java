package org.tucana.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A file that is being written under a name that no other process uses, locked as long as that goes
 * on. The system drops the lock of a process that is killed, which tells what it left from what a
 * living one is writing.
 */
final class PartialFile implements AutoCloseable {
  private static final String PREFIX = ".tucana-";
  private static final String SUFFIX = ".partial";
  private static final int MOST_AT_ONCE = 10_000;

  /** Names this process among those that are and were; identifiers alone come again. */
  private static final String PROCESS =
      PREFIX
          + ProcessHandle.current().pid()
          + "-"
          + ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli()
          + "-";

  private final Path path;
  private final FileChannel channel;
  private boolean renamed;

  private PartialFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** An empty one in a folder. */
  static PartialFile in(Path folder) throws IOException {
    for (int number = 0; ; number++) {
      Path path = folder.resolve(PROCESS + number + SUFFIX);
      try {
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (isLocked(channel) && Files.exists(path)) {
          return new PartialFile(path, channel);
        }
        // Before it was locked, another process took it for left behind.
        channel.close();
      } catch (FileAlreadyExistsException e) {
        // Another thread writes in this folder too.
        if (number == MOST_AT_ONCE) {
          throw e;
        }
      }
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // A file system without locks: writing works, and what is left behind there stays.
      return channel.isOpen();
    }
  }

  /** Whether files are called so while they are written. */
  static boolean isName(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /** Where its bytes go. */
  FileChannel channel() {
    return channel;
  }

  /** Gives it its final name, in place of what has that now. */
  void rename(Path place) throws IOException {
    Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    renamed = true;
  }

  /** Removes it unless it was renamed. */
  @Override
  public void close() throws IOException {
    try {
      // A name that is free again may be another thread's by now.
      if (!renamed) {
        Files.deleteIfExists(path);
      }
    } finally {
      channel.close();
    }
  }

  /**
   * Removes those of a folder that no living process writes.
   *
   * @return how many
   */
  static int removeLeftIn(Path folder) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path path : found) {
        // Files of this process are never opened twice: closing one would drop all locks on it.
        if (!path.getFileName().toString().startsWith(PROCESS)
            && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && removeUnlessLocked(path)) {
          removed++;
        }
      }
    }
    return removed;
  }

  private static boolean removeUnlessLocked(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return channel.tryLock() != null && Files.deleteIfExists(path);
    } catch (FileSystemException | OverlappingFileLockException e) {
      // Finished since it was listed, another user's, or being removed by another thread.
      return false;
    }
  }
}
