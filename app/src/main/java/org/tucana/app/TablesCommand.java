package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.core.Backend;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.decomposition.tables.ComparedTable;
import org.tucana.decomposition.tables.FactorTable;
import org.tucana.decomposition.tables.StudyFile;
import org.tucana.decomposition.tables.StudyTable;
import org.tucana.decomposition.tables.Table64;
import org.tucana.decomposition.tables.TrainedWeights;
import org.tucana.detection.config.DetectorName;
import org.tucana.nn.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes tables of the published study beside their printed cells. */
@Command(
    name = "tables",
    description =
        "Computes tables of the published study: ours, the printed cells, the difference.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "5.1: Tucker with fixed ranks; 5.2: Tucker with ranks by EVBMF; 6.4: what normal and compact",
      "residual networks cost. Rows by EVBMF need trained weights: those of --model (the body of",
      "the shipped detector unless said otherwise), and ImageNet weights of a ResNet-18.",
      "6.5: lengths of training; 6.6: time of inference; both from the results of a study.",
      "",
      "Example: tucana tables 6.4"
    })
final class TablesCommand implements Callable<Integer> {
  private static final Path IMAGENET =
      Path.of("shared", "data", "weights", "resnet18_imagenet_folded_partial.safetensors");
  private static final String BODY = "backbone.body.";
  private static final String EVBMF = "evbmf";

  /** The results of a study, within the program's folder. */
  private static final Path STUDY = Path.of("docs", "study", "compact.json");

  @Parameters(paramLabel = "TABLE", description = "5.1, 5.2, 6.4, 6.5 or 6.6.")
  private String number;

  @Option(
      names = "--weights",
      description =
          "Weights of a ResNet-18, some layers may be missing (default: those in"
              + " shared/data/weights beside the checkout, where present).")
  private Path weights;

  @Option(
      names = "--study",
      paramLabel = "DIR",
      description =
          "The folder that tucana study compact wrote, for 6.5 and 6.6 (default: the results in"
              + " docs/study).")
  private Path study;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  TablesCommand() {}

  @Override
  public Integer call() throws IOException {
    ComparedTable table =
        switch (number) {
          case "6.5" -> StudyTable.lengths(results());
          case "6.6" -> StudyTable.inference(results());
          default -> computed();
        };
    if (json) {
      JsonOutput.print(table.toMap());
    } else {
      System.out.print(table.text());
    }
    return 0;
  }

  /** A table that is computed from networks. */
  private ComparedTable computed() throws IOException {
    RankRule evbmf = RankRules.parse(EVBMF);
    try (Backend opened = backend.open()) {
      return switch (number) {
        case "5.1" -> FactorTable.fixedRanks(opened);
        case "5.2" -> FactorTable.estimatedRanks(opened, evbmf, trained());
        case "6.4" -> Table64.of(opened, evbmf, trained());
        default ->
            throw new FormatException(
                "tables: there is no table '"
                    + number
                    + "' here, expected 5.1, 5.2, 6.4, 6.5 or 6.6; name one of these");
      };
    }
  }

  /** The results of the study that is named, or else of the one that comes with the program. */
  private StudyFile results() throws IOException {
    return StudyFile.read(
        study == null
            ? Path.of(System.getProperty("tucana.home", "")).resolve(STUDY)
            : study.resolve("study.json"));
  }

  private List<TrainedWeights> trained() throws IOException {
    List<TrainedWeights> trained = new ArrayList<>();
    Optional<Path> imageNet = weights == null ? besideCheckout() : Optional.of(weights);
    if (imageNet.isPresent()) {
      trained.add(
          new TrainedWeights(
              weights == null ? "ImageNet weights" : weights.getFileName().toString(),
              "resnet18",
              StoredTensors.read(imageNet.get()).tensors()));
    }
    body(model.file()).ifPresent(trained::add);
    return trained;
  }

  private static Optional<Path> besideCheckout() {
    return Optional.ofNullable(System.getProperty("tucana.home"))
        .map(home -> Path.of(home).resolveSibling(IMAGENET))
        .filter(Files::isRegularFile);
  }

  /** The body of a detector's model file; empty for files of another kind. */
  private static Optional<TrainedWeights> body(Path file) throws IOException {
    ModelFile read = ModelFile.read(file);
    Optional<String> architecture = DetectorName.body(read.metadata().architecture());
    if (architecture.isEmpty()) {
      return Optional.empty();
    }
    Map<String, HostTensor> values = new LinkedHashMap<>();
    read.weights()
        .forEach((name, value) -> {
          if (name.startsWith(BODY)) {
            values.put(name.substring(BODY.length()), value);
          }
        });
    return Optional.of(
        new TrainedWeights(file.getFileName().toString(), architecture.get(), values));
  }
}
