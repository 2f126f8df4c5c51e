package org.tucana.decomposition.rank;

import java.util.Optional;
import org.tucana.core.type.FormatException;

/** Arguments of rules, checked. */
final class RuleArgument {
  private RuleArgument() {}

  /** Refuses an argument. */
  static void none(RankRuleProvider rule, Optional<String> argument) {
    if (argument.isPresent()) {
      throw fault(rule, argument, "no argument");
    }
  }

  /** A number above 0, at most 1. */
  static double share(RankRuleProvider rule, Optional<String> argument) {
    try {
      double share = Double.parseDouble(argument.orElse(""));
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw fault(rule, argument, "a number above 0, up to 1", e);
    }
    throw fault(rule, argument, "a number above 0, up to 1");
  }

  /** A whole number of at least 1. */
  static int count(RankRuleProvider rule, Optional<String> argument) {
    try {
      int count = Integer.parseInt(argument.orElse(""));
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw fault(rule, argument, "a whole number of at least 1", e);
    }
    throw fault(rule, argument, "a whole number of at least 1");
  }

  private static FormatException fault(
      RankRuleProvider rule, Optional<String> argument, String wanted) {
    return fault(rule, argument, wanted, null);
  }

  private static FormatException fault(
      RankRuleProvider rule, Optional<String> argument, String wanted, Exception cause) {
    return new FormatException(
        "rule "
            + rule.name()
            + " takes "
            + wanted
            + ", got "
            + argument.map(text -> "'" + text + "'").orElse("none")
            + "; write "
            + rule.example(),
        cause);
  }
}
