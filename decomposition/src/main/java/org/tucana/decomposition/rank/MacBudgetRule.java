package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.RankLadder.Rung;

/**
 * {@code macs:0.5}: at most this share of the whole network's multiply-accumulates, layers that may
 * not change included, with the least loss of the weights, see {@link RankLadder}.
 *
 * <p>Every layer begins as it is. Of all steps down the layers' ladders, that of the least loss per
 * multiply-accumulate saved is taken, until the budget is met. Ladders are convex, so no other
 * choice of their rungs with as few multiply-accumulates has less loss.
 */
public final class MacBudgetRule implements RankRuleProvider {
  public MacBudgetRule() {}

  @Override
  public String name() {
    return "macs";
  }

  @Override
  public String example() {
    return "macs:0.5";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    double share = RuleArgument.share(this, argument);
    return candidates -> allocate(candidates, share);
  }

  /**
   * A step down a ladder.
   *
   * @param layer index of the ladder
   * @param to index of the rung below
   * @param price loss per multiply-accumulate saved
   */
  private record Step(int layer, int to, double price, long saved) {}

  private static List<RankChoice> allocate(RankCandidates candidates, double share) {
    List<RankLadder> ladders = candidates.layers().stream().map(RankLadder::of).toList();
    long budget = (long) Math.floor(share * candidates.networkMacs());
    requireReachable(candidates, ladders, share, budget);
    long total = candidates.networkMacs();
    int[] rungs = new int[ladders.size()];
    for (Step step : cheapestFirst(ladders)) {
      if (total <= budget) {
        break;
      }
      rungs[step.layer] = step.to;
      total -= step.saved;
    }
    List<RankChoice> choices = new ArrayList<>();
    for (int i = 0; i < rungs.length; i++) {
      choices.add(choice(ladders.get(i), rungs[i]));
    }
    return choices;
  }

  /** Steps of one ladder stay in order, because their prices rise. */
  private static List<Step> cheapestFirst(List<RankLadder> ladders) {
    List<Step> steps = new ArrayList<>();
    for (int layer = 0; layer < ladders.size(); layer++) {
      List<Rung> rungs = ladders.get(layer).rungs();
      for (int to = 1; to < rungs.size(); to++) {
        long saved = rungs.get(to - 1).macs() - rungs.get(to).macs();
        double price = (rungs.get(to).loss() - rungs.get(to - 1).loss()) / saved;
        steps.add(new Step(layer, to, price, saved));
      }
    }
    steps.sort(
        Comparator.comparingDouble(Step::price)
            .thenComparingInt(Step::layer)
            .thenComparingInt(Step::to));
    return steps;
  }

  private static void requireReachable(
      RankCandidates candidates, List<RankLadder> ladders, double share, long budget) {
    long least = candidates.otherMacs();
    for (RankLadder ladder : ladders) {
      least += ladder.rungs().getLast().macs();
    }
    if (least > budget) {
      double reachable = Math.ceil(1000.0 * least / candidates.networkMacs()) / 1000;
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "ranks: macs:%s cannot be reached: with these %d layers at rank 1 the network keeps"
                  + " %.3f of its multiply-accumulates; ask for macs:%.3f or more, or let more"
                  + " layers change",
              share,
              ladders.size(),
              reachable,
              reachable));
    }
  }

  private static RankChoice choice(RankLadder ladder, int index) {
    CandidateLayer layer = ladder.layer();
    if (index == 0) {
      return RankChoice.leave(
          layer,
          ladder.rungs().size() == 1 ? "no ranks save anything" : "the budget is met without it");
    }
    Rung rung = ladder.rungs().get(index);
    List<LayerMode> modes = LayerMode.of(layer);
    List<ModeEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < modes.size(); i++) {
      estimates.add(ModeEstimate.of(modes.get(i), rung.ranks().get(i)));
    }
    return RankChoice.of(layer, estimates);
  }
}
