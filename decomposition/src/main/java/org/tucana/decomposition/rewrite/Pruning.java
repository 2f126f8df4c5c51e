package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.InnerChannels;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.module.WeightLayer;

/**
 * A network made anew without the filters of the smallest L1 norms (Li et al., "Pruning filters for
 * efficient ConvNets", ICLR 2017, section 3.1): their weights and biases, their channels of the
 * normalisations after them, and the weights that read these channels. Norms are those of whole
 * filters, inputs that go included.
 *
 * @param network the new network; the caller closes it
 * @param changes one a layer that became thinner, in the order of the network
 * @param <N> kind of network
 */
record Pruning<N extends NetworkModule>(N network, List<WeightChange> changes) {
  Pruning {
    changes = List.copyOf(changes);
  }

  /** Channels of a network that may be fewer: those between layers that are stored whole. */
  static List<InnerChannels> prunable(NetworkModule network) {
    Map<String, WeightLayer> layers = FactorisedNetworks.weightLayers(network);
    return FactorisedNetworks.innerChannels(network).stream()
        .filter(inner -> layers.containsKey(inner.producer()))
        .filter(inner -> layers.keySet().containsAll(inner.consumers()))
        .toList();
  }

  /**
   * Leaves filters out.
   *
   * @param network the original, which is left alone
   * @param architecture makes a network of the same kind
   * @param choices how many filters of some layers stay
   */
  static <N extends NetworkModule> Pruning<N> of(
      N network, Function<ParameterSpace, N> architecture, List<FilterChoice> choices) {
    SequencedMap<String, HostTensor> values = StateDict.read(network);
    Map<String, boolean[]> made = new HashMap<>();
    Map<String, boolean[]> read = new HashMap<>();
    Map<String, Integer> filters = new HashMap<>();
    for (FilterChoice choice : choices) {
      if (choice.removes()) {
        InnerChannels inner = choice.channels();
        boolean[] kept = largest(values.get(inner.producer() + ".weight"), choice.kept());
        made.put(inner.producer(), kept);
        inner.norms().forEach(norm -> made.put(norm, kept));
        inner.consumers().forEach(consumer -> read.put(consumer, kept));
        filters.put(inner.producer(), choice.kept());
      }
    }
    List<WeightChange> changes = new ArrayList<>();
    FactorisedNetworks.weightLayers(network)
        .forEach((name, layer) -> {
          if (made.containsKey(name) || read.containsKey(name)) {
            String weight = name + ".weight";
            HostTensor whole = values.get(weight);
            Thinning thinning = thinning(layer, whole.shape(), made.get(name), read.get(name));
            values.put(weight, thinning.of(whole));
            changes.add(change(layer, whole, thinning));
          }
        });
    values.replaceAll((name, value) -> {
      boolean[] kept = made.get(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      boolean perChannel = kept != null && value.shape().rank() == 1;
      return perChannel ? Thinning.none(value.shape()).withFirst(kept).of(value) : value;
    });
    return new Pruning<>(
        Rewriting.made(
            network.backend(),
            architecture,
            FactorisedNetworks.forms(network).withFilters(filters),
            values),
        changes);
  }

  /** The filters of the largest L1 norms; of equal ones the first. */
  private static boolean[] largest(HostTensor weight, int count) {
    int filters = weight.shape().dim(0);
    float[] values = weight.toFloats();
    int length = values.length / filters;
    double[] norms = new double[filters];
    for (int i = 0; i < values.length; i++) {
      norms[i / length] += Math.abs(values[i]);
    }
    boolean[] kept = new boolean[filters];
    IntStream.range(0, filters)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer f) -> -norms[f]))
        .limit(count)
        .forEach(f -> kept[f] = true);
    return kept;
  }

  /** Weights are [out, in, ...], those of transposed convolutions [in, out, ...]. */
  private static Thinning thinning(
      WeightLayer layer, Shape weight, boolean[] made, boolean[] read) {
    boolean transposed = layer instanceof ConvTranspose2dLayer;
    boolean[] first = transposed ? read : made;
    boolean[] second = transposed ? made : read;
    Thinning thinning = Thinning.none(weight);
    thinning = first == null ? thinning : thinning.withFirst(first);
    return second == null ? thinning : thinning.withSecond(second);
  }

  private static WeightChange change(WeightLayer layer, HostTensor whole, Thinning thinning) {
    boolean transposed = layer instanceof ConvTranspose2dLayer;
    int first = Thinning.count(thinning.first());
    int second = Thinning.count(thinning.second());
    int in = transposed ? first : second;
    int out = transposed ? second : first;
    int wholeIn = whole.shape().dim(transposed ? 0 : 1);
    int wholeOut = whole.shape().dim(transposed ? 1 : 0);
    String reason =
        (out < wholeOut ? "keeps the " + out + " filters of the largest L1 norms" : "")
            + (out < wholeOut && in < wholeIn ? "; " : "")
            + (in < wholeIn ? "reads the " + in + " channels that are left" : "");
    return WeightChange.plain(
        layer.path(),
        WeightWords.of(layer, whole.shape()),
        new Alteration.Thinner(in, out),
        reason,
        thinning.relativeError(whole),
        whole.shape().elements(),
        thinning.of(whole).shape().elements());
  }
}
