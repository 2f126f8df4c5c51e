package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.TensorTrainLinear;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.module.WeightLayer;

/**
 * A network made anew whose layers multiply what eight bits hold: weights rounded to 255 symmetric
 * levels a filter, inputs to 256 levels a layer (Jacob et al., "Quantization and training of neural
 * networks for efficient integer-arithmetic-only inference", CVPR 2018). It computes in floats what
 * an int8 engine does in integers, up to float rounding; biases and normalisations, whose rounding
 * in 32 bits is far below that, stay as they are.
 *
 * @param network the new network; the caller closes it
 * @param changes one a layer, in the order of the network
 * @param <N> kind of network
 */
record Rounding<N extends NetworkModule>(N network, List<WeightChange> changes) {
  Rounding {
    changes = List.copyOf(changes);
  }

  /**
   * Refuses a network with layers that are not rounded.
   *
   * @throws FormatException naming the layer
   */
  static void requireRoundable(NetworkModule network) {
    network.visit(module -> {
      if (module instanceof TensorTrainLinear train) {
        throw new FormatException(
            "int8: layer "
                + train.path()
                + " is a tensor train, whose steps are not rounded; compress the original by svd");
      }
    });
  }

  /**
   * Rounds.
   *
   * @param network the original, which is left alone
   * @param architecture makes a network of the same kind
   * @param ranges of the inputs
   * @param names the layers that are rounded
   */
  static <N extends NetworkModule> Rounding<N> of(
      N network, Function<ParameterSpace, N> architecture, InputRanges ranges, List<String> names) {
    SequencedMap<String, HostTensor> values = StateDict.read(network);
    Map<String, Levels> inputs = new LinkedHashMap<>();
    List<WeightChange> changes = new ArrayList<>();
    Map<String, WeightLayer> layers = FactorisedNetworks.weightLayers(network);
    names.forEach(name -> {
      WeightLayer layer = layers.get(name);
      HostTensor weight = values.get(name + ".weight");
      RoundedWeight rounded = RoundedWeight.of(name, weight, filterAxis(layer));
      values.put(name + ".weight", rounded.values());
      inputs.put(name, ranges.levels(name));
      changes.add(
          WeightChange.plain(
              name,
              WeightWords.of(layer, weight.shape()),
              new Alteration.Rounded(inputs.get(name)),
              "inputs in steps of " + Alteration.Rounded.number(inputs.get(name).step()),
              rounded.relativeError(),
              weight.shape().elements(),
              weight.shape().elements()));
    });
    return new Rounding<>(
        Rewriting.made(
            network.backend(),
            architecture,
            FactorisedNetworks.forms(network).withInputLevels(inputs),
            values),
        changes);
  }

  /** Weights are [out, in, ...], those of transposed convolutions [in, out, ...]. */
  private static int filterAxis(WeightLayer layer) {
    return layer instanceof ConvTranspose2dLayer ? 1 : 0;
  }
}
