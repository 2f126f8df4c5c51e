package org.tucana.decomposition.rewrite;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.TracedLayers;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.InnerChannels;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.train.Progress;

/**
 * Compresses a network: chooses ranks or filters, changes weights, builds the network that holds
 * them, and measures both.
 *
 * @param model which model, for the report
 * @param network the original; it is left alone
 * @param architecture makes a network of its kind
 * @param stages what is measured
 * @param <N> kind of network
 */
public record Compression<N extends NetworkModule>(
    String model,
    N network,
    Function<ParameterSpace, N> architecture,
    List<NetworkStage<N>> stages) {
  public Compression {
    stages = List.copyOf(stages);
  }

  /**
   * What comes out.
   *
   * @param network the new network; the caller closes it
   * @param report what it brought
   * @param <N> kind of network
   */
  public record Result<N extends NetworkModule>(N network, RewriteReport report) {}

  /** The layers that a set names, as rank rules see them. */
  public RankCandidates candidates(LayerSet set) {
    return set.of(TracedLayers.of(network, NetworkStage.cost(stages, network), Weights.TRAINED));
  }

  /**
   * What some layers become.
   *
   * @param set which layers
   * @param rule which ranks
   * @param runs timed runs of each network, where the rule measures times; at least one is done
   * @param timing opened where it does, is told of {@link NetworkLatencies#NETWORKS} networks
   */
  public List<RankChoice> choose(LayerSet set, RankRule rule, int runs, Supplier<Progress> timing) {
    requireFloats();
    return rule.choose(
        candidates(set)
            .with(
                new NetworkLatencies<>(network, architecture, stages, Math.max(1, runs), timing)));
  }

  /**
   * Compresses.
   *
   * @param set which layers, for the report
   * @param ruleText what the report says about the rule
   * @param choices what these layers become
   * @param runs timed runs of each layer and network; 0 measures no time
   * @param progress is told of each layer twice: when it is decomposed and when it is measured
   */
  public Result<N> run(
      LayerSet set, String ruleText, List<RankChoice> choices, int runs, Progress progress) {
    Rewriting<N> rewriting = Rewriting.of(network, architecture, choices, progress);
    List<WeightChange> changes =
        choices.stream()
            .filter(choice -> choice.form().isPresent())
            .map(choice ->
                WeightChange.of(choice, rewriting.relativeErrors().get(choice.layer().name())))
            .toList();
    List<String> leftAlone =
        choices.stream()
            .filter(choice -> choice.form().isEmpty())
            .map(choice -> choice.layer().name() + ": " + choice.reason())
            .toList();
    Remade<N> remade = new Remade<>(rewriting.network(), changes, leftAlone, List.of());
    return remade.result(this, Treatment.FACTORS, set, ruleText, runs, changes.size(), progress);
  }

  /**
   * How many filters some layers keep.
   *
   * @param set layers whose filters may go
   * @throws FormatException where the network has none such, or no choice is as the rule says
   */
  public List<FilterChoice> choose(LayerSet set, FilterRule rule) {
    requireFloats();
    List<InnerChannels> prunable = Pruning.prunable(network);
    if (prunable.isEmpty()) {
      throw new FormatException(
          "prune: no layer of the network can lose filters: none lies inside of a module, or they"
              + " are stored as factors; prune the original");
    }
    return rule.choose(set.of(prunable), NetworkStage.cost(stages, network));
  }

  /**
   * Leaves filters out.
   *
   * @param set which layers, for the report
   * @param ruleText what the report says about the rule
   * @param choices how many filters of these layers stay
   * @param runs timed runs of each layer and network; 0 measures no time
   * @param progress is told of each layer that became thinner when it is measured
   */
  public Result<N> prune(
      LayerSet set, String ruleText, List<FilterChoice> choices, int runs, Progress progress) {
    Pruning<N> pruning = Pruning.of(network, architecture, choices);
    List<String> leftAlone =
        choices.stream()
            .filter(choice -> !choice.removes())
            .map(choice -> choice.channels().producer() + ": all of its filters stay")
            .toList();
    Remade<N> remade = new Remade<>(pruning.network(), pruning.changes(), leftAlone, List.of());
    return remade.result(this, Treatment.PRUNING, set, ruleText, runs, 0, progress);
  }

  /** What is rounded once is neither factored nor pruned: its levels are those of its weights. */
  private void requireFloats() {
    if (!FactorisedNetworks.forms(network).inputLevels().isEmpty()) {
      throw new FormatException(
          "compress: the layers of "
              + model
              + " are rounded to int8 already; compress the model that it was made from");
    }
  }

  /**
   * The ranges of what layers are given, for {@link #round}.
   *
   * @param use runs a network like the original, on pictures like those that it is made for
   * @throws FormatException where the network cannot be rounded
   */
  public InputRanges ranges(Consumer<N> use) {
    requireFloats();
    Rounding.requireRoundable(network);
    InputRanges ranges =
        new InputRanges(
            stages.stream()
                .map(stage -> NetworkStage.firstLayer(stage, network))
                .collect(Collectors.toSet()));
    try (N watched =
        Rewriting.made(
            network.backend(),
            space -> architecture.apply(space.watchedBy(ranges)),
            FactorisedNetworks.forms(network),
            StateDict.read(network))) {
      use.accept(watched);
    }
    return ranges;
  }

  /** How many layers {@link #round} rounds at most. */
  public int weightLayers() {
    return FactorisedNetworks.weightLayers(network).size();
  }

  /**
   * Rounds weights and inputs to what eight bits hold. No time is measured: that of rounding in
   * floats says nothing of an engine that multiplies bytes.
   *
   * @param set which layers, factors one by one
   * @param ranges of the inputs
   * @param seen what they were seen on, for the report
   * @param progress is told of each layer
   */
  public Result<N> round(LayerSet set, InputRanges ranges, String seen, Progress progress) {
    List<String> all = List.copyOf(FactorisedNetworks.weightLayers(network).keySet());
    List<String> names = set.choose(all);
    Rounding<N> rounding = Rounding.of(network, architecture, ranges, names);
    List<String> leftAlone =
        all.stream()
            .filter(name -> !names.contains(name))
            .map(name -> name + ": multiplies floats")
            .toList();
    List<String> notes =
        List.of(
            Int8Notes.SIMULATED,
            "Inputs have 256 levels between the smallest and the largest value on "
                + seen
                + "; weights 255 a filter.",
            Int8Notes.sizes(network, names));
    Remade<N> remade = new Remade<>(rounding.network(), rounding.changes(), leftAlone, notes);
    List<NetworkStage<N>> compared =
        stages.stream()
            .map(stage -> stage.comparedOn(ranges.last(NetworkStage.firstLayer(stage, network))))
            .toList();
    return remade.result(
        new Compression<>(model, network, architecture, compared),
        Treatment.INT8,
        set,
        seen,
        0,
        0,
        progress);
  }

  /** A new network and what changed in it. */
  private record Remade<N extends NetworkModule>(
      N network, List<WeightChange> changes, List<String> leftAlone, List<String> notes) {
    /** With its report; where that fails, nothing is left of the network. */
    Result<N> result(
        Compression<N> of,
        Treatment treatment,
        LayerSet set,
        String ruleText,
        int runs,
        int done,
        Progress progress) {
      try {
        BeforeAndAfter<N> both = new BeforeAndAfter<>(of.stages, of.network, network, runs);
        // The networks first: they compile the kernels that the layers are timed with.
        List<StageChange> stageChanges = both.stageChanges();
        return new Result<>(
            network,
            new RewriteReport(
                of.model,
                treatment,
                ruleText,
                set.toString(),
                network.backend().name(),
                both.layers(changes, done, progress),
                leftAlone,
                notes,
                stageChanges));
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    }
  }
}
