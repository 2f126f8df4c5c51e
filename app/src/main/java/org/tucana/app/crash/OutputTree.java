package org.tucana.app.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tucana.core.io.OutputFolders;

/**
 * The files in a folder and those below, by their paths from it.
 *
 * @param files under their final names
 * @param partial being written, or left so
 */
record OutputTree(SortedSet<Path> files, SortedSet<Path> partial) {

  /** What is there now; a process may be writing meanwhile. */
  static OutputTree of(Path folder) throws IOException {
    while (true) {
      try (Stream<Path> all = Files.walk(folder)) {
        OutputTree tree = new OutputTree(new TreeSet<>(), new TreeSet<>());
        all.forEach(path -> {
          if (!Files.isDirectory(path)) {
            (OutputFolders.isPartial(path) ? tree.partial : tree.files)
                .add(folder.relativize(path));
          }
        });
        return tree;
      } catch (UncheckedIOException e) {
        // A file was renamed while the folder was listed: look again.
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e.getCause();
        }
      }
    }
  }
}
