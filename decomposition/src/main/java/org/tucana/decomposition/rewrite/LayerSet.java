package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.LayerPattern;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.nn.module.InnerChannels;

/** Which of a network's layers are to change. */
public sealed interface LayerSet {
  /** The second convolution of every residual block, as the published compact networks have it. */
  record Published() implements LayerSet {
    private static final Pattern SECOND = Pattern.compile("(.*\\.)?layer\\d+\\.\\d+\\.conv2");

    @Override
    public List<String> choose(List<String> names) {
      List<String> chosen = names.stream().filter(n -> SECOND.matcher(n).matches()).toList();
      if (chosen.isEmpty()) {
        throw new FormatException(
            "layers: 'published' means conv2 of residual blocks, of which the network has none that"
                + " is not stored as factors already; say all, or patterns of "
                + some(names));
      }
      return chosen;
    }

    @Override
    public String toString() {
      return "published";
    }
  }

  /** Every 1x1 convolution: in bottlenecks most of the work, once 3x3 kernels are fast. */
  record Pointwise() implements LayerSet {
    /** Names do not tell kernels. */
    @Override
    public List<String> choose(List<String> names) {
      throw new FormatException(
          "layers: pointwise is a set for ranks; name layers or patterns, or say all");
    }

    @Override
    public RankCandidates of(RankCandidates all) {
      List<CandidateLayer> chosen =
          all.layers().stream()
              .filter(layer ->
                  layer.kind() == CandidateLayer.Kind.CONVOLUTION && layer.kernelElements() == 1)
              .toList();
      if (chosen.isEmpty()) {
        throw new FormatException(
            "layers: 'pointwise' means 1x1 convolutions, of which the network has none that is not"
                + " stored as factors already; say all, or patterns");
      }
      return new RankCandidates(chosen, all.networkMacs(), all.probe());
    }

    @Override
    public String toString() {
      return "pointwise";
    }
  }

  /** Every convolution and linear layer. */
  record All() implements LayerSet {
    @Override
    public List<String> choose(List<String> names) {
      if (names.isEmpty()) {
        throw new FormatException(
            "layers: every layer of the network is stored as factors already; compress the"
                + " original");
      }
      return names;
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  /** Layers whose names match one of some patterns; each must match something. */
  record Matching(List<LayerPattern> patterns) implements LayerSet {
    /** Between patterns, not inside the brackets of one. */
    private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*\\])");

    public Matching {
      patterns = List.copyOf(patterns);
    }

    @Override
    public List<String> choose(List<String> names) {
      List<String> chosen = new ArrayList<>();
      for (LayerPattern pattern : patterns) {
        List<String> matching = names.stream().filter(pattern::matches).toList();
        if (matching.isEmpty()) {
          throw new FormatException(
              "layers: nothing matches '"
                  + pattern
                  + "', the network has "
                  + some(names)
                  + "; name one of these");
        }
        chosen.addAll(matching);
      }
      return names.stream().filter(chosen::contains).toList();
    }

    @Override
    public String toString() {
      return String.join(",", patterns.stream().map(LayerPattern::text).toList());
    }
  }

  /** The names that are in the set, in the given order; never none. */
  List<String> choose(List<String> names);

  /** The channels whose producers are in the set. */
  default List<InnerChannels> of(List<InnerChannels> all) {
    List<String> chosen = choose(all.stream().map(InnerChannels::producer).toList());
    return all.stream().filter(inner -> chosen.contains(inner.producer())).toList();
  }

  /** The candidates that are in the set. */
  default RankCandidates of(RankCandidates all) {
    List<String> chosen = choose(all.layers().stream().map(CandidateLayer::name).toList());
    return new RankCandidates(
        all.layers().stream().filter(layer -> chosen.contains(layer.name())).toList(),
        all.networkMacs(),
        all.probe());
  }

  /** {@code published}, {@code pointwise}, {@code all}, or patterns separated by commas. */
  static LayerSet parse(String text) {
    return switch (text) {
      case "published" -> new Published();
      case "pointwise" -> new Pointwise();
      case "all" -> new All();
      default -> {
        List<String> patterns =
            Stream.of(Matching.COMMA.split(text, -1)).map(String::strip).toList();
        if (patterns.contains("")) {
          throw new FormatException(
              "layers: '"
                  + text
                  + "' holds an empty pattern, expected published, pointwise, all, or names and"
                  + " patterns separated by commas");
        }
        yield new Matching(patterns.stream().map(LayerPattern::new).toList());
      }
    };
  }

  private static String some(List<String> names) {
    int shown = Math.min(3, names.size());
    return String.join(", ", names.subList(0, shown)) + (names.size() > shown ? " ..." : "");
  }
}
