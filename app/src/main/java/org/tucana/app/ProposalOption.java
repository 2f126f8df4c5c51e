package org.tucana.app;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.nn.model.ModelFile;
import picocli.CommandLine.Option;

/** The option that says how many regions a detector proposes. */
final class ProposalOption {
  /** What it is called, for messages, and what is written of it. */
  static final String NAME = "proposals";

  @Option(
      names = "--" + NAME,
      paramLabel = "N",
      description =
          "Regions that the network of --model proposes in a tile, instead of as many as the model"
              + " says: with fewer it is faster and may find less.")
  private Integer proposals;

  ProposalOption() {}

  /** The number; empty where the model's own counts. */
  OptionalInt number() {
    return proposals == null ? OptionalInt.empty() : OptionalInt.of(proposals);
  }

  /**
   * A model with so many proposals.
   *
   * @param command for messages
   * @param path of the model, for messages
   * @param stored what the file holds
   * @throws FormatException where the file holds no detector, or one that ranks fewer regions
   */
  ModelFile of(String command, Path path, ModelFile stored) {
    return proposals == null
        ? stored
        : DetectorModel.withSettings(
            path.toString(),
            stored,
            config -> {
              RpnConfig rpn = config.rpn();
              if (proposals < 1 || proposals > rpn.preNmsTopNTest()) {
                throw new FormatException(
                    "%s: --proposals must lie in 1..%d, as many as %s ranks, got %d; give such a number"
                        .formatted(command, rpn.preNmsTopNTest(), path, proposals));
              }
              return config.with(rpn.withTestProposals(proposals, rpn.nmsThreshold()));
            });
  }
}
