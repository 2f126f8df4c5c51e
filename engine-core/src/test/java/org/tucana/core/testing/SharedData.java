package org.tucana.core.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the folder {@code shared} beside the repository, which holds outputs of public libraries
 * and pictures. A test that needs it is skipped where it is absent.
 */
public final class SharedData {
  private SharedData() {}

  /** The folder, found by walking up from the working directory. */
  public static Optional<Path> root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path shared = folder.resolve("shared");
      if (Files.isDirectory(shared.resolve("oracles"))) {
        return Optional.of(shared);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  /** A file below it, for instance {@code oracles/ops.safetensors}; skips the test without it. */
  public static Path require(String relative) {
    Optional<Path> file = root().map(r -> r.resolve(relative)).filter(Files::exists);
    Assumptions.assumeTrue(
        file.isPresent(), () -> "skipped: shared/" + relative + " is not beside this repository");
    return file.orElseThrow();
  }
}
