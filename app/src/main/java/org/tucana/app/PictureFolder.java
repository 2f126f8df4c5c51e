package org.tucana.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.AnnotatedImage;

/** The folder that annotated pictures lie in. */
final class PictureFolder {
  private PictureFolder() {}

  /**
   * The place of a picture.
   *
   * @throws FormatException where the annotations name none, or one outside of the folder
   */
  static Path file(Path folder, AnnotatedImage image) {
    try {
      Path file = folder.resolve(image.file()).normalize();
      if (!image.file().isEmpty() && file.startsWith(folder.normalize())) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw fault(folder, image.file(), e);
    }
    throw fault(folder, image.file(), null);
  }

  private static FormatException fault(Path folder, String name, Exception cause) {
    return new FormatException(
        "annotations: \"" + name + "\" is no picture in " + folder + "; correct its file name",
        cause);
  }
}
