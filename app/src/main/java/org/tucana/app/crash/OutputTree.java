package org.tucana.app.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tucana.app.batch.FolderLock;
import org.tucana.app.batch.ResultFolder;
import org.tucana.core.io.OutputFolders;

/**
 * The files in a folder and those below, by their paths from it.
 *
 * @param files under their final names
 * @param partial being written, or left so: files, and folders with all that is in them
 * @param locks of folders that a process is writing, or has left so
 */
record OutputTree(SortedSet<Path> files, SortedSet<Path> partial, SortedSet<Path> locks) {

  /** What is there now; a process may be writing meanwhile. */
  static OutputTree of(Path folder) throws IOException {
    while (true) {
      OutputTree tree = new OutputTree(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      try (Stream<Path> all = Files.walk(folder)) {
        all.forEach(path -> tree.add(folder.relativize(path), Files.isDirectory(path)));
        return tree;
      } catch (UncheckedIOException e) {
        // A file was renamed while the folder was listed: look again.
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e.getCause();
        }
      }
    }
  }

  private void add(Path path, boolean folder) {
    if (StreamSupport.stream(path.spliterator(), false).anyMatch(OutputTree::isPartial)) {
      partial.add(path);
    } else if (FolderLock.isLock(path)) {
      locks.add(path);
    } else if (!folder) {
      files.add(path);
    }
  }

  private static boolean isPartial(Path name) {
    return OutputFolders.isPartial(name) || ResultFolder.isPartial(name);
  }
}
