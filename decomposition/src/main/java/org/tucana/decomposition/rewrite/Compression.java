package org.tucana.decomposition.rewrite;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.TracedLayers;
import org.tucana.decomposition.rank.TracedLayers.Weights;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.train.Progress;

/**
 * Compresses a network: chooses ranks, decomposes weights, builds the network of factors, and
 * measures both.
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
    try {
      return new Result<>(
          rewriting.network(), report(set, ruleText, choices, rewriting, runs, progress));
    } catch (RuntimeException e) {
      rewriting.network().close();
      throw e;
    }
  }

  private RewriteReport report(
      LayerSet set,
      String ruleText,
      List<RankChoice> choices,
      Rewriting<N> rewriting,
      int runs,
      Progress progress) {
    BeforeAndAfter<N> both = new BeforeAndAfter<>(stages, network, rewriting.network(), runs);
    // The networks first: they compile the kernels that the layers are timed with.
    List<StageChange> stageChanges = both.stageChanges();
    List<RankChoice> changed = choices.stream().filter(c -> c.form().isPresent()).toList();
    List<String> leftAlone =
        choices.stream()
            .filter(choice -> choice.form().isEmpty())
            .map(choice -> choice.layer().name() + ": " + choice.reason())
            .toList();
    return new RewriteReport(
        model,
        ruleText,
        set.toString(),
        network.backend().name(),
        both.layers(changed, rewriting.relativeErrors(), progress),
        leftAlone,
        stageChanges);
  }
}
