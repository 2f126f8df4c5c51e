package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.app.batch.FolderPictures;
import org.tucana.core.type.FormatException;

/**
 * What a run of {@code tucana detect} is about.
 *
 * @param pictures by the folders that their results go to, in the order of the work
 * @param folders whether a folder was named, and not files alone
 * @param others files of these folders that are no pictures
 */
record DetectInputs(Map<Path, PictureInput> pictures, boolean folders, int others) {
  /**
   * The pictures that a command line names.
   *
   * @param images files, perhaps with a selection in brackets, and folders
   * @param bands one more picture, in several files; may be null
   * @param name of the one picture's folder instead of the file's; may be null
   * @param out where these folders lie
   * @throws FormatException where there is none, or two would be written to one folder
   */
  static DetectInputs of(List<String> images, String bands, String name, Path out)
      throws IOException {
    Builder builder = new Builder(out, Optional.ofNullable(name));
    for (String image : images) {
      builder.add(image);
    }
    if (bands != null) {
      builder.add(PictureInput.ofBands(bands));
    }
    return builder.finish();
  }

  private record Named(String name, PictureInput picture) {}

  private static final class Builder {
    private final Path out;
    private final Optional<String> name;
    private final List<Named> pictures = new ArrayList<>();
    private boolean folders;
    private int others;

    Builder(Path out, Optional<String> name) {
      if (name.isPresent() && (!name.get().matches("[^/\\\\]+") || name.get().matches("\\.+"))) {
        throw new FormatException(
            "detect: --name " + name.get() + " is no name of a folder; leave out slashes");
      }
      this.out = out;
      this.name = name;
    }

    void add(String image) throws IOException {
      if (Files.isDirectory(Path.of(image))) {
        addFolder(Path.of(image));
      } else {
        add(PictureInput.of(image));
      }
    }

    private void addFolder(Path folder) throws IOException {
      FolderPictures found = FolderPictures.of(folder);
      folders = true;
      others += found.others();
      Map<Path, String> names = found.names(file -> PictureInput.of(file).stem());
      for (Path file : found.files()) {
        pictures.add(new Named(names.get(file), PictureInput.of(file)));
      }
    }

    void add(PictureInput picture) {
      pictures.add(new Named(picture.stem(), picture));
    }

    DetectInputs finish() {
      if (pictures.isEmpty()) {
        throw new FormatException(
            "detect: there is no picture; name a file or a folder, or several files by --bands");
      }
      if (name.isPresent() && pictures.size() > 1) {
        throw new FormatException(
            "detect: --name "
                + name.get()
                + " is for one picture, got "
                + pictures.size()
                + "; leave it out");
      }
      Map<Path, PictureInput> byFolder = new LinkedHashMap<>();
      for (Named named : pictures) {
        Path folder = out.resolve(name.orElse(named.name));
        if (byFolder.put(folder, named.picture) != null) {
          throw new FormatException(
              "detect: two pictures would be written to "
                  + folder
                  + "; rename one of them, or detect them one by one with --name");
        }
      }
      return new DetectInputs(byFolder, folders, others);
    }
  }
}
