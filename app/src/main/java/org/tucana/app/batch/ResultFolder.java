package org.tucana.app.batch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;

/**
 * A folder of results that appear together: they are written in a hidden folder beside it, which
 * then takes its name. Where the folder is there already, files of others in it stay: {@link
 * FinishedWork#FILE} is taken away, the new files are put in one by one, and that one comes last.
 *
 * @param place the folder
 */
public record ResultFolder(Path place) {
  private static final String PARTIAL = ".tucana-partial";

  /** What goes into a folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes all files into an empty folder and says how many objects they are about. */
    int writeTo(Path folder) throws IOException;
  }

  /**
   * Writes the results.
   *
   * @param settings everything that decides about them but the input, by name
   * @param inputs what went in, by name
   * @return the number of objects
   * @throws IOException where writing fails; the folder is then as before, or lacks the file that
   *     says that its work is finished
   */
  public int write(Map<String, String> settings, Map<String, FileDigest> inputs, Content content)
      throws IOException {
    if (Files.exists(place) && !Files.isDirectory(place)) {
      throw new FileSystemException(place.toString(), null, "is a file, expected a folder or none");
    }
    Path partial = place.resolveSibling("." + place.getFileName() + PARTIAL);
    deleteIfThere(partial);
    OutputFolders.make(partial);
    try {
      int objects = content.writeTo(partial);
      FinishedWork work = new FinishedWork(settings, inputs, objects, digests(partial));
      byte[] mark = work.bytes();
      WholeFile.write(partial.resolve(FinishedWork.FILE), stream -> stream.write(mark));
      if (Files.exists(place)) {
        exchange(partial, work);
      } else {
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
      }
      return objects;
    } finally {
      deleteIfThere(partial);
    }
  }

  /** Whether a folder's name is that of one whose results are not yet all there. */
  public static boolean isPartial(Path folder) {
    return String.valueOf(folder.getFileName()).endsWith(PARTIAL);
  }

  private void exchange(Path partial, FinishedWork work) throws IOException {
    Optional<FinishedWork> before = FinishedWork.read(place);
    Files.deleteIfExists(place.resolve(FinishedWork.FILE));
    for (String file : before.map(FinishedWork::files).orElse(Map.of()).keySet()) {
      if (!work.files().containsKey(file)) {
        Files.deleteIfExists(place.resolve(file));
      }
    }
    for (String file : work.files().keySet()) {
      replace(partial, file);
    }
    replace(partial, FinishedWork.FILE);
  }

  private void replace(Path partial, String file) throws IOException {
    Files.move(
        partial.resolve(file),
        place.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, FileDigest> digests(Path folder) throws IOException {
    Map<String, FileDigest> digests = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        digests.put(file.getFileName().toString(), FileDigest.of(file));
      }
    }
    return digests;
  }

  /** Takes away what runs that were killed left in a folder. */
  static void clean(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + PARTIAL)) {
      for (Path partial : left) {
        OutputFolders.delete(partial);
      }
    }
  }

  private static void deleteIfThere(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      OutputFolders.delete(folder);
    }
  }
}
