package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.RankLadder.Rung;

/**
 * Shares a budget out to layers at the least loss of their weights, see {@link RankLadder}.
 *
 * <p>Every layer begins as it is. Of all steps down the layers' ladders, that of the least loss per
 * unit of cost saved is taken, until the budget is met. Ladders are convex, so no other choice of
 * their rungs that costs as little has less loss.
 *
 * @param rule the rule's name, for messages
 * @param share of the network's cost that may remain
 * @param network the network's cost as it is
 * @param others cost of what may not change
 * @param unit what is counted, in words: {@code multiply-accumulates}
 */
record RankBudget(String rule, double share, double network, double others, String unit) {
  /**
   * A step down a ladder.
   *
   * @param layer index of the ladder
   * @param to index of the rung below
   * @param price loss per unit of cost saved
   */
  private record Step(int layer, int to, double price, double saved) {}

  /**
   * One choice a ladder.
   *
   * @throws FormatException where even the cheapest forms of all layers cost too much
   */
  List<RankChoice> choose(List<RankLadder> ladders) {
    double budget = share * network;
    requireReachable(ladders, budget);
    double total = network;
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

  /** The share that remains with all layers at their cheapest. */
  double leastShare(List<RankLadder> ladders) {
    double least = others;
    for (RankLadder ladder : ladders) {
      least += ladder.rungs().getLast().cost();
    }
    return least / network;
  }

  RankBudget withShare(double other) {
    return new RankBudget(rule, other, network, others, unit);
  }

  /** Steps of one ladder stay in order, because their prices rise. */
  private static List<Step> cheapestFirst(List<RankLadder> ladders) {
    List<Step> steps = new ArrayList<>();
    for (int layer = 0; layer < ladders.size(); layer++) {
      List<Rung> rungs = ladders.get(layer).rungs();
      for (int to = 1; to < rungs.size(); to++) {
        double saved = rungs.get(to - 1).cost() - rungs.get(to).cost();
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

  private void requireReachable(List<RankLadder> ladders, double budget) {
    double least = leastShare(ladders);
    if (least * network > budget) {
      double reachable = Math.ceil(1000 * least) / 1000;
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "ranks: %s:%s cannot be reached: with these %d layers at their cheapest the network"
                  + " keeps %.3f of its %s; ask for %s:%.3f or more, or let more layers change",
              rule,
              share,
              ladders.size(),
              reachable,
              unit,
              rule,
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
    return RankChoice.of(layer, estimates).besideEvbmf();
  }
}
