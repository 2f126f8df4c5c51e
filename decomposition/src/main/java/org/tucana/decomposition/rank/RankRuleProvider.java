package org.tucana.decomposition.rank;

import java.util.Optional;

/**
 * Offers a rule under a name, for {@code --ranks NAME} and {@code --ranks NAME:ARGUMENT}. Found by
 * {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/org.tucana.decomposition.rank.RankRuleProvider}.
 */
public interface RankRuleProvider {
  /** Short and in lower case. */
  String name();

  /** What a user may write, such as {@code energy:0.9}. */
  String example();

  /**
   * The rule for an argument.
   *
   * @param argument what stands behind the colon; empty where there is no colon
   * @throws org.tucana.core.type.FormatException where the argument is not one of this rule's
   */
  RankRule rule(Optional<String> argument);
}
