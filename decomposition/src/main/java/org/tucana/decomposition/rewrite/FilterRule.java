package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.type.FormatException;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.module.InnerChannels;

/** Decides how many filters layers keep: the same share of each, as a layer keeps one at least. */
public sealed interface FilterRule {
  /** {@code 0.5}: this share of the filters of each layer. */
  record Share(double share) implements FilterRule {
    @Override
    public List<FilterChoice> choose(List<InnerChannels> channels, ProgramCost cost) {
      return choices(channels, share);
    }
  }

  /**
   * {@code macs:0.5}: the largest share with which the whole network keeps at most this share of
   * its multiply-accumulates.
   */
  record MacBudget(double share) implements FilterRule {
    @Override
    public List<FilterChoice> choose(List<InnerChannels> channels, ProgramCost cost) {
      double budget = share * cost.total().macs();
      int widest = channels.stream().mapToInt(InnerChannels::kept).max().orElseThrow();
      List<FilterChoice> choices = List.of();
      for (int kept = widest; kept > 0; kept--) {
        choices = choices(channels, (double) kept / widest);
        if (macs(choices, cost) <= budget) {
          return choices;
        }
      }
      double reachable = Math.ceil(1000.0 * macs(choices, cost) / cost.total().macs()) / 1000;
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "prune: macs:%s cannot be reached: with one filter in %d of these %d layers the"
                  + " network keeps %.3f of its multiply-accumulates; ask for macs:%.3f or more, or"
                  + " let more layers change",
              share,
              widest,
              channels.size(),
              reachable,
              reachable));
    }

    /**
     * Of one pass with fewer channels: each layer's own, by the shares of what it reads and makes.
     */
    private static long macs(List<FilterChoice> choices, ProgramCost cost) {
      Map<String, Long> byLayer = new HashMap<>();
      for (OperatorCost operator : cost.operators()) {
        byLayer.merge(operator.module(), operator.cost().macs(), Long::sum);
      }
      for (FilterChoice choice : choices) {
        // A layer's multiply-accumulates are a multiple of its inputs and of its filters.
        choice
            .layers()
            .forEach(layer ->
                byLayer.computeIfPresent(
                    layer, (name, macs) -> macs / choice.channels().kept() * choice.kept()));
      }
      return byLayer.values().stream().mapToLong(macs -> macs).sum();
    }
  }

  /**
   * One choice for all channels of a layer, in the given order.
   *
   * @param channels that may be fewer
   * @param cost of every operator of one pass
   * @throws FormatException where no choice is as asked for
   */
  List<FilterChoice> choose(List<InnerChannels> channels, ProgramCost cost);

  /**
   * {@code 0.5} or {@code macs:0.5}.
   *
   * @throws FormatException where a text is neither
   */
  static FilterRule parse(String text) {
    String budget = "macs:";
    boolean macs = text.startsWith(budget);
    double share = share(text, macs ? text.substring(budget.length()) : text);
    return macs ? new MacBudget(share) : new Share(share);
  }

  private static double share(String text, String number) {
    String wanted =
        "prune: '"
            + text
            + "' is no share of filters to keep, expected a number above 0, up to 1, or macs: and"
            + " such a number; write 0.5 or macs:0.5";
    double share;
    try {
      share = Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new FormatException(wanted, e);
    }
    if (!(share > 0 && share <= 1)) {
      throw new FormatException(wanted);
    }
    return share;
  }

  private static List<FilterChoice> choices(List<InnerChannels> channels, double share) {
    List<FilterChoice> choices = new ArrayList<>();
    for (InnerChannels inner : channels) {
      int kept = Math.max(1, (int) Math.round(share * inner.kept()));
      choices.add(new FilterChoice(inner, kept));
    }
    return choices;
  }
}
