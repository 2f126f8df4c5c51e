package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.Latencies;
import org.tucana.decomposition.rank.LatencyProbe;
import org.tucana.decomposition.rank.LayerMode;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.metric.Median;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.train.Progress;

/**
 * Times of layers as steps of a network's plans, where they find their inputs as they will in use:
 * in the order that neighbours leave them in, in the caches that neighbours leave them.
 *
 * <p>For each pair of shares of a grid all layers at once get ranks near these shares of their
 * channels, and the whole network is run. After every six pairs the network as it is runs again,
 * and times count as shares of its last run, so that a machine that slows down slows both. The
 * factors are all zero: what a kernel takes does not depend on values.
 *
 * @param network the network as it is
 * @param architecture makes a network of its kind
 * @param stages what runs of it
 * @param runs timed runs of each network
 * @param progress opened to be told how many networks were timed
 * @param <N> kind of network
 */
public record NetworkLatencies<N extends NetworkModule>(
    N network,
    Function<ParameterSpace, N> architecture,
    List<NetworkStage<N>> stages,
    int runs,
    Supplier<Progress> progress)
    implements LatencyProbe {
  /** Ranks that kernels like: whole blocks of channels. */
  private static final int BLOCK = 16;

  /** Timed runs of the network as it is and with chosen ranks, in turns. */
  private static final int SHARE_RUNS = 21;

  private static final List<Double> SHARES = List.of(0.125, 0.25, 0.375, 0.5, 0.625, 0.75);

  /** Networks that are timed. */
  public static final int NETWORKS = SHARES.size() * SHARES.size();

  @Override
  public Latencies measure(List<CandidateLayer> layers) {
    Samples samples = new Samples(layers);
    millisByModule(network); // kernels are slow before they are compiled
    try (Progress shown = progress.get()) {
      int done = 0;
      for (double first : SHARES) {
        samples.addWhole(millisByModule(network));
        for (double second : SHARES) {
          Map<String, List<Integer>> ranks = new HashMap<>();
          layers.forEach(layer -> ranks.put(layer.name(), ranks(layer, first, second)));
          samples.add(ranks, factored(layers, ranks));
          shown.at(++done, "of " + NETWORKS);
        }
      }
    }
    return samples.latencies();
  }

  @Override
  public double share(List<RankChoice> choices) {
    try (N other = withForms(RankChoice.forms(choices).byName())) {
      double before = 0;
      double after = 0;
      for (NetworkStage<N> stage : stages) {
        try (PlanTimer whole = timer(stage, network);
            PlanTimer factored = timer(stage, other)) {
          List<Double> millis = PlanTimer.medians(SHARE_RUNS, List.of(whole, factored));
          before += millis.getFirst();
          after += millis.getLast();
        }
      }
      return after / before;
    }
  }

  /** Whole blocks near the shares of the modes' sizes. */
  static List<Integer> ranks(CandidateLayer layer, double first, double second) {
    List<LayerMode> modes = LayerMode.of(layer);
    List<Integer> ranks = new ArrayList<>();
    for (int i = 0; i < modes.size(); i++) {
      int size = modes.get(i).size();
      long blocks = Math.round((i == 0 ? first : second) * size / BLOCK);
      ranks.add(Math.clamp(blocks * BLOCK, Math.min(BLOCK, size), size));
    }
    return ranks;
  }

  private Map<String, Double> factored(
      List<CandidateLayer> layers, Map<String, List<Integer>> ranks) {
    Map<String, LayerForm> forms = new HashMap<>();
    layers.forEach(
        layer -> forms.put(layer.name(), LayerMode.form(layer, ranks.get(layer.name()))));
    try (N other = withForms(forms)) {
      return millisByModule(other);
    }
  }

  /** The network with further layers as factors, all zero. */
  private N withForms(Map<String, LayerForm> further) {
    ParameterSpace space =
        ParameterSpace.toBeLoaded(network.backend())
            .withForms(FactorisedNetworks.forms(network).with(further));
    return FactorisedNetworks.build(space, architecture);
  }

  private Map<String, Double> millisByModule(N timed) {
    Map<String, Double> millis = new HashMap<>();
    for (NetworkStage<N> stage : stages) {
      try (PlanTimer timer = timer(stage, timed)) {
        timer.millisByModule(runs).forEach((path, time) -> millis.merge(path, time, Double::sum));
      }
    }
    return millis;
  }

  private PlanTimer timer(NetworkStage<N> stage, N timed) {
    return new PlanTimer(timed.backend(), stage.input(), x -> stage.forward().apply(timed, x));
  }

  /** Times so far, as shares of what the network as it is took last. */
  private static final class Samples {
    private final List<CandidateLayer> layers;
    private final List<Double> network = new ArrayList<>();
    private final Map<String, List<Double>> asTheyAre = new HashMap<>();
    private final Map<String, SequencedMap<List<Integer>, List<Double>>> factored = new HashMap<>();

    Samples(List<CandidateLayer> layers) {
      this.layers = layers;
    }

    void addWhole(Map<String, Double> millis) {
      network.add(millis.values().stream().mapToDouble(time -> time).sum());
      for (CandidateLayer layer : layers) {
        asTheyAre
            .computeIfAbsent(layer.name(), name -> new ArrayList<>())
            .add(within(layer.name(), millis) / network.getLast());
      }
    }

    void add(Map<String, List<Integer>> ranks, Map<String, Double> millis) {
      for (CandidateLayer layer : layers) {
        factored
            .computeIfAbsent(layer.name(), name -> new LinkedHashMap<>())
            .computeIfAbsent(ranks.get(layer.name()), key -> new ArrayList<>())
            .add(within(layer.name(), millis) / network.getLast());
      }
    }

    /** Of a layer and its parts. */
    private static double within(String layer, Map<String, Double> millis) {
      return millis.entrySet().stream()
          .filter(entry -> entry.getKey().equals(layer) || entry.getKey().startsWith(layer + "."))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }

    Latencies latencies() {
      double whole = median(network);
      Map<String, Latencies.OfLayer> all = new HashMap<>();
      for (CandidateLayer layer : layers) {
        SequencedMap<List<Integer>, Double> times = new LinkedHashMap<>();
        factored
            .get(layer.name())
            .forEach((ranks, shares) -> times.put(ranks, whole * median(shares)));
        all.put(
            layer.name(),
            new Latencies.OfLayer(whole * median(asTheyAre.get(layer.name())), times));
      }
      return new Latencies(whole, all);
    }

    private static double median(List<Double> samples) {
      return Median.of(samples.stream().mapToDouble(sample -> sample).toArray());
    }
  }
}
