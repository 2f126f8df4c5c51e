package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankFileRule;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.decomposition.rank.TracedLayers;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.decomposition.rewrite.Int8Notes;
import org.tucana.decomposition.rewrite.LayerSet;
import org.tucana.nn.cost.Measurement;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.cost.Torchstat;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts what a network costs. */
@Command(
    name = "cost",
    description = "Counts a network's parameters, arithmetic and memory traffic for one picture.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "torchstat counts layers as published tables do: parameters, MAdd, FLOPs (one",
      "for each multiplication with its addition), bytes read and written; a layer",
      "that is called again counts once. operators counts every operator that runs,",
      "two FLOPs for each multiply-accumulate (MAC), and names what has no count.",
      "",
      "Example: tucana cost --arch resnet18 --classes 4 --layers",
      "Example: tucana cost --arch maskrcnn_resnet50_fpn --classes 5 --rois 300"
    })
final class CostCommand implements Callable<Integer> {
  /** What is counted. */
  enum Convention {
    TORCHSTAT,
    OPERATORS
  }

  /** How results are printed, if not for people. */
  static final class Format {
    @Option(names = "--json", description = "Print all layers and the totals as JSON.")
    private boolean json;

    @Option(
        names = "--csv",
        description = "Print all layers and the totals as comma-separated values.")
    private boolean csv;

    Format() {}
  }

  @Option(
      names = "--arch",
      description =
          "resnet18, 34, 50, 101 or 152, maskrcnn_resnet18_fpn (34, 50, 101, 152 likewise), or"
              + " cifar_resnet20, 32, 44 or 56.")
  private String architecture;

  @Option(
      names = "--classes",
      description = "Number of classes; a detector's count background too: 5 for four classes.")
  private Integer classes;

  @Option(
      names = "--model",
      description =
          "A model file: alone it names the network. Beside --arch it, or any file of public"
              + " weights, holds what --ranks looks at.")
  private Path model;

  @Option(
      names = "--ranks",
      description =
          "Store layers as factors first: a JSON file from layer names or patterns to ranks, or a"
              + " rule such as fixed:15, ratio:0.4 or (with --model) evbmf for conv2 of every"
              + " residual block.")
  private String ranks;

  @Option(
      names = "--convention",
      defaultValue = "torchstat",
      description = "torchstat or operators (default: ${DEFAULT-VALUE}).")
  private Convention convention;

  @Option(
      names = "--layers",
      description = "List every layer or operator before the totals; --json and --csv always do.")
  private boolean layers;

  @Option(
      names = "--measure",
      description = "Also time every operator on its own on the backend (with operators).")
  private boolean measure;

  @Mixin private PassOptions pass;

  @ArgGroup private Format format = new Format();

  @Mixin private BackendMixin backend;

  CostCommand() {}

  @Override
  public Integer call() throws IOException {
    if (measure && convention != Convention.OPERATORS) {
      throw new FormatException(
          "cost: --measure times operators; add --convention operators or leave it out");
    }
    Optional<RankRule> rule =
        ranks == null ? Optional.empty() : Optional.of(RankRules.parse(ranks));
    Optional<ModelFile> alone = modelAlone();
    Optional<StoredWeights> weights = weights(alone);
    NetworkBlueprint<?> blueprint =
        alone.isPresent()
            ? NetworkBlueprint.ofModel(model.toString(), alone.get().metadata(), pass)
            : NetworkBlueprint.named(architecture, classes, pass);
    try (Backend opened = backend.open();
        NetworkBlueprint.Built network = network(blueprint, weights, rule, opened)) {
      print(blueprint, network, opened);
    }
    return 0;
  }

  /** The model file that names the network, where no option does. */
  private Optional<ModelFile> modelAlone() throws IOException {
    if (architecture == null && model == null) {
      throw new FormatException("cost: name a network by --arch and --classes, or by --model");
    }
    if ((architecture == null) != (classes == null)) {
      throw new FormatException(
          "cost: --arch and --classes go together; "
              + (classes == null ? "add --classes" : "add --arch or leave --classes out"));
    }
    return architecture == null ? Optional.of(ModelFile.read(model)) : Optional.empty();
  }

  private Optional<StoredWeights> weights(Optional<ModelFile> alone) throws IOException {
    if (model == null) {
      return Optional.empty();
    }
    return Optional.of(
        alone.isPresent()
            ? StoredWeights.of(model.toString(), alone.get())
            : StoredWeights.read(model));
  }

  private static NetworkBlueprint.Built network(
      NetworkBlueprint<?> blueprint,
      Optional<StoredWeights> weights,
      Optional<RankRule> rule,
      Backend backend) {
    ParameterSpace space = ParameterSpace.toBeLoaded(backend);
    NetworkBlueprint.Built given =
        weights.isPresent() ? blueprint.build(space, weights.get()) : blueprint.build(space);
    if (rule.isEmpty()) {
      return given;
    }
    LayerForms forms;
    try (given) {
      RankCandidates candidates =
          TracedLayers.of(
              given.network(),
              Operators.count(given.program()),
              weights.isPresent() ? Weights.TRAINED : Weights.UNTRAINED);
      forms =
          FactorisedNetworks.forms(given.network())
              .with(
                  RankChoice.forms(rule.get().choose(changeable(candidates, rule.get()))).byName());
    }
    return blueprint.build(space.withForms(forms));
  }

  /** A file says itself which layers change. */
  private static RankCandidates changeable(RankCandidates all, RankRule rule) {
    return rule instanceof RankFileRule ? all : new LayerSet.Published().of(all);
  }

  private void print(
      NetworkBlueprint<?> blueprint, NetworkBlueprint.Built network, Backend opened) {
    List<String> remarks =
        FactorisedNetworks.forms(network.network()).inputLevels().isEmpty()
            ? List.of()
            : List.of(Int8Notes.SIMULATED);
    CostReport report =
        switch (convention) {
          case TORCHSTAT ->
              new TorchstatReport(
                  blueprint.title(),
                  Torchstat.count(network.network(), network.program()),
                  remarks);
          case OPERATORS -> {
            ProgramCost cost =
                measure
                    ? Operators.measure(network.program(), opened, Measurement.standard())
                    : Operators.count(network.program());
            yield new OperatorsReport(
                blueprint.title(), cost.withUncounted(blueprint.uncounted()), remarks);
          }
        };
    if (format.json) {
      JsonOutput.print(report.json());
    } else if (format.csv) {
      System.out.print(report.csv());
      report.notes().forEach(Console::say);
    } else {
      System.out.print(report.text(layers));
    }
  }
}
