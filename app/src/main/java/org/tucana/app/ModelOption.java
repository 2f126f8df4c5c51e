package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorModel;
import picocli.CommandLine.Option;

/** The option that chooses a model; the shipped detector unless said otherwise. */
final class ModelOption {
  private static final Path SHIPPED = Path.of("models", "galaxies.safetensors");
  private static final Path COMPACT = Path.of("models", "galaxies-compact.safetensors");

  @Option(names = "--model", description = "A model file (default: the shipped detector).")
  private Path model;

  ModelOption() {}

  DetectorModel read(Backend backend) throws IOException {
    return DetectorModel.read(file(), backend);
  }

  /** The file, for messages and for models of more than one kind. */
  Path file() {
    if (model != null) {
      return model;
    }
    return shipped()
        .orElseThrow(() ->
            new FormatException(
                "model: the shipped one is found by the tucana script only; name one with"
                    + " --model"));
  }

  /** The compact detector that is shipped beside it, unless the user names a model. */
  Optional<Path> compact() {
    return model == null ? shipped(COMPACT) : Optional.empty();
  }

  /** Where the shipped detector lies; empty where the program was not started by its script. */
  static Optional<Path> shipped() {
    return shipped(SHIPPED);
  }

  private static Optional<Path> shipped(Path file) {
    return Optional.ofNullable(System.getProperty("tucana.home"))
        .map(home -> Path.of(home).resolve(file));
  }
}
