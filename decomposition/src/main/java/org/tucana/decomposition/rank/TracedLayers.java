package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tucana.core.Parameter;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.factor.FactorisedLayer;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.NetworkModule;

/**
 * Finds the layers of a network that may become factors, and at how many places one pass applies
 * them. Layers that are factors already, and layers that the pass does not run, are none of them.
 */
public final class TracedLayers {
  /** Whether rank rules see the values of the weights. */
  public enum Weights {
    /** The values mean nothing: rules that need them refuse. */
    UNTRAINED,
    TRAINED
  }

  private TracedLayers() {}

  /**
   * The candidates of a network.
   *
   * @param cost of every operator of one pass
   */
  public static RankCandidates of(NetworkModule network, ProgramCost cost, Weights weights) {
    Map<String, List<OperatorCost>> calls =
        cost.operators().stream()
            .filter(operator -> operator.cost().macs() > 0)
            .collect(Collectors.groupingBy(OperatorCost::module));
    Map<String, Parameter> state = network.state();
    List<CandidateLayer> layers = new ArrayList<>();
    FactorisedNetworks.layers(network)
        .forEach((name, layer) -> {
          if (!(layer instanceof FactorisedLayer) && calls.containsKey(name)) {
            layers.add(candidate(calls.get(name), state.get(name + ".weight"), name, weights));
          }
        });
    return new RankCandidates(layers, cost.total().macs());
  }

  private static CandidateLayer candidate(
      List<OperatorCost> calls, Parameter weight, String name, Weights weights) {
    Shape shape = weight.type().shape();
    int inChannels = calls.getFirst().in().getFirst().shape().dim(1);
    return new CandidateLayer(
        name,
        shape.rank() == 2 ? Kind.LINEAR : Kind.CONVOLUTION,
        shape,
        inChannels / shape.dim(1),
        calls.stream().mapToLong(c -> positions(c.in().getFirst().shape())).sum(),
        calls.stream().mapToLong(c -> positions(c.out().getFirst().shape())).sum(),
        weights == Weights.TRAINED ? Optional.of(weight.read()) : Optional.empty());
  }

  /** Places at which channels [N,C,H,W] or features [N,C] lie. */
  private static long positions(Shape shape) {
    return (long) shape.elements() / shape.dim(1);
  }
}
