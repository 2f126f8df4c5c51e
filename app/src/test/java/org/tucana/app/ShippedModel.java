package org.tucana.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** The shipped detectors, wherever the tests are started. */
final class ShippedModel {
  private ShippedModel() {}

  static Path file() {
    return named("galaxies.safetensors");
  }

  static Path compact() {
    return named("galaxies-compact.safetensors");
  }

  private static Path named(String name) {
    Path shipped = Path.of("models", name);
    Path here = Path.of("").toAbsolutePath();
    Path file = here.resolve(shipped);
    return Files.exists(file) ? file : here.getParent().resolve(shipped);
  }
}
