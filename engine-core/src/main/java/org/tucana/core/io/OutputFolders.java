package org.tucana.core.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Folders that files are written in. */
public final class OutputFolders {
  private OutputFolders() {}

  /**
   * Makes a folder, and those that it lies in, where there is none.
   *
   * @throws WriteException where its file system is full
   * @throws FileSystemException where its place does not allow one
   */
  public static void make(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw refusal(folder, e);
    }
  }

  /**
   * What to throw where something in a folder was refused: {@link WriteException} where its file
   * system is full, else the refusal itself.
   */
  public static IOException refusal(Path folder, FileSystemException refused) throws IOException {
    return isFull(nearest(folder), refused) ? new WriteException(folder, refused) : refused;
  }

  /**
   * Removes what killed processes left half-written by {@link WholeFile} in a folder. What a living
   * process is writing stays, and so do files of other users.
   *
   * @return how many files were removed
   */
  public static int removeLeftovers(Path folder) throws IOException {
    return PartialFile.removeLeftIn(folder);
  }

  /** The same in a folder and in those directly in it. */
  public static int removeLeftoversWithin(Path folder) throws IOException {
    int removed = removeLeftovers(folder);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path inside : folders) {
        try {
          removed += removeLeftovers(inside);
        } catch (AccessDeniedException e) {
          // Nothing of ours lies where we may not look.
        }
      }
    }
    return removed;
  }

  /** Whether a file's name is that of one that {@link WholeFile} is writing, or left so. */
  public static boolean isPartial(Path file) {
    return PartialFile.isName(String.valueOf(file.getFileName()));
  }

  /** Removes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  /** The folder itself, or the closest of those around it that exists. */
  public static Path nearest(Path folder) {
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  /**
   * Whether something was refused because not even one block of a file system is free. What has a
   * class of its own was refused for another reason.
   */
  static boolean isFull(Path existing, FileSystemException refused) throws IOException {
    if (refused.getClass() != FileSystemException.class) {
      return false;
    }
    FileStore store = Files.getFileStore(existing);
    return store.getUsableSpace() < store.getBlockSize();
  }
}
