package org.tucana.app.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tucana.astro.io.Pictures;
import org.tucana.core.type.FormatException;

/**
 * The pictures that lie in a folder itself, not in folders in it, in the order of their names: what
 * begins or is named like a JPEG, PNG or FITS file. Files whose name begins with a dot are none.
 *
 * @param files the pictures
 * @param others how many other files there are
 */
public record FolderPictures(List<Path> files, int others) {
  public FolderPictures {
    files = List.copyOf(files);
  }

  /**
   * Looks through a folder.
   *
   * @throws FormatException where it holds no picture
   */
  public static FolderPictures of(Path folder) throws IOException {
    List<Path> pictures = new ArrayList<>();
    int others = 0;
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.sorted().toList()) {
        if (Files.isDirectory(file) || file.getFileName().toString().startsWith(".")) {
          continue;
        }
        if (Pictures.seemsPicture(file)) {
          pictures.add(file);
        } else {
          others++;
        }
      }
    }
    if (pictures.isEmpty()) {
      throw new FormatException(
          "detect: there is no picture in the folder "
              + folder
              + ", expected JPEG, PNG or FITS files; name the folder that they lie in");
    }
    return new FolderPictures(pictures, others);
  }

  /**
   * A name for each picture, that no other picture has: its short one, or its file's where several
   * have the same.
   *
   * @param shortName of a picture
   */
  public Map<Path, String> names(Function<Path, String> shortName) {
    Map<String, Integer> uses = new HashMap<>();
    for (Path file : files) {
      uses.merge(shortName.apply(file), 1, Integer::sum);
    }
    Map<Path, String> names = new HashMap<>();
    for (Path file : files) {
      String name = shortName.apply(file);
      names.put(file, uses.get(name) == 1 ? name : file.getFileName().toString());
    }
    return names;
  }
}
