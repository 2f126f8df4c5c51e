package org.tucana.nn.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files of the folder {@code shared} that may lie beside the repository. */
public final class SharedFiles {
  private SharedFiles() {}

  /** The file; a test that asks for one that is absent is skipped and says so. */
  public static Path orSkip(String name) {
    Path folder = Path.of(System.getProperty("user.dir"));
    while (folder != null) {
      Path file = folder.resolve("shared").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
      folder = folder.getParent();
    }
    Assumptions.abort("skipped: there is no shared/" + name + " beside the repository");
    throw new AssertionError();
  }
}
