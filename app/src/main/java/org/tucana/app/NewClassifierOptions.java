package org.tucana.app;

import java.nio.file.Path;
import java.util.List;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.resnet.ImageNetBody;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of a classifier that is not begun from a model file, which would say all of this. */
final class NewClassifierOptions {
  private static final int SMALLEST_SIDE = 32;
  private static final int LARGEST_SIDE = 1024;

  @Option(
      names = "--arch",
      defaultValue = "resnet18",
      description = "The residual network (default: that of --init, else ${DEFAULT-VALUE}).")
  private String architecture;

  @Option(
      names = "--size",
      defaultValue = "128",
      description =
          "Pixels a side that each galaxy is scaled to (default: ${DEFAULT-VALUE}, or those of the"
              + " model).")
  private int size;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  NewClassifierOptions() {}

  /** Refuses sizes that a residual network cannot take or no stamp has. */
  void check() {
    if (size < SMALLEST_SIDE || size > LARGEST_SIDE) {
      throw new FormatException(
          "train classifier: --size must lie in "
              + SMALLEST_SIDE
              + ".."
              + LARGEST_SIDE
              + ", got "
              + size);
    }
  }

  /** Refuses these options beside a model file. */
  void refuseBeside(Path model) {
    for (String option : List.of("--arch", "--size")) {
      if (isGiven(option)) {
        throw new FormatException(
            "train classifier: "
                + model
                + " is a model, which says what "
                + option
                + " would; leave the option out");
      }
    }
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Pixels a side. */
  int side() {
    return size;
  }

  /** What the user says, else the default. */
  String architecture() {
    return architecture;
  }

  /** What the user says, else what the weights are of, else the default. */
  String architecture(TensorFile weights) {
    return isGiven("--arch")
        ? architecture
        : ImageNetBody.architecture(weights.tensors().keySet(), "").orElse(architecture);
  }
}
