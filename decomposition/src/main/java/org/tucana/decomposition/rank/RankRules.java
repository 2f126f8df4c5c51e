package org.tucana.decomposition.rank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tucana.core.type.FormatException;

/** Finds rules by what a user writes. */
public final class RankRules {
  private RankRules() {}

  /**
   * The rule that a text names: {@code NAME}, {@code NAME:ARGUMENT}, or a file of ranks. A name is
   * never taken for a file; write {@code ./NAME} to mean the file.
   *
   * @throws FormatException naming the rules there are, where it is neither, or an argument is
   *     wrong
   */
  public static RankRule parse(String text) throws IOException {
    SortedMap<String, RankRuleProvider> providers = providers();
    int colon = text.indexOf(':');
    RankRuleProvider provider = providers.get(colon < 0 ? text : text.substring(0, colon));
    if (provider != null) {
      try {
        return provider.rule(colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1)));
      } catch (FormatException e) {
        throw new FormatException("ranks: " + e.getMessage() + "; " + known(providers), e);
      }
    }
    if (!isFile(text)) {
      throw new FormatException(
          "ranks: '" + text + "' is neither a rule nor a file; " + known(providers));
    }
    return new RankFileRule(RankFile.read(Path.of(text)));
  }

  /** One example of each rule there is, in alphabetical order. */
  public static List<String> examples() {
    return providers().values().stream().map(RankRuleProvider::example).toList();
  }

  private static boolean isFile(String text) {
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      throw new FormatException("ranks: '" + text + "' is no path; name a rule or a file", e);
    }
  }

  private static SortedMap<String, RankRuleProvider> providers() {
    return ServiceLoader.load(RankRuleProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .collect(
            Collectors.toMap(
                RankRuleProvider::name,
                provider -> provider,
                (one, other) -> {
                  throw new FormatException(
                      "ranks: "
                          + one.getClass().getName()
                          + " and "
                          + other.getClass().getName()
                          + " are both named '"
                          + one.name()
                          + "'; rename one");
                },
                TreeMap::new));
  }

  private static String known(SortedMap<String, RankRuleProvider> providers) {
    return "the rules are "
        + providers.values().stream()
            .map(RankRuleProvider::example)
            .collect(Collectors.joining(", "))
        + ", or a file of ranks";
  }
}
