package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tucana.core.Cost;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.train.Progress;

/**
 * Compares a network with the one that it was rewritten to, layer by layer and as wholes.
 *
 * @param stages what is compared
 * @param before the original
 * @param after the rewritten network
 * @param runs timed runs of each layer and network; 0 measures no time
 * @param <N> kind of network
 */
record BeforeAndAfter<N extends NetworkModule>(
    List<NetworkStage<N>> stages, N before, N after, int runs) {

  /**
   * The costs of changed layers.
   *
   * @param done what progress was told before
   * @param progress is told of each
   */
  List<LayerChange> layers(List<WeightChange> changed, int done, Progress progress) {
    ProgramCost oldCost = NetworkStage.cost(stages, before);
    ProgramCost newCost = NetworkStage.cost(stages, after);
    Map<String, Layer> oldLayers = layers(before);
    Map<String, Layer> newLayers = layers(after);
    List<LayerChange> changes = new ArrayList<>();
    for (WeightChange change : changed) {
      String name = change.name();
      Footprint old = ofLayer(oldCost, name, change.before());
      Footprint now = ofLayer(newCost, name, change.after());
      if (runs > 0) {
        double oldMillis = 0;
        double newMillis = 0;
        List<TensorType> oldInputs = inputs(oldCost, name);
        List<TensorType> newInputs = inputs(newCost, name);
        for (int call = 0; call < oldInputs.size(); call++) {
          TensorType input = oldInputs.get(call);
          // Factors run as layers of their own and are given what the whole was.
          TensorType newInput = newInputs.isEmpty() ? input : newInputs.get(call);
          try (PlanTimer oldTimer = timer(oldLayers.get(name), input);
              PlanTimer newTimer = timer(newLayers.get(name), newInput)) {
            List<Double> medians = PlanTimer.medians(runs, List.of(oldTimer, newTimer));
            oldMillis += medians.get(0);
            newMillis += medians.get(1);
          }
        }
        old = old.withMillis(oldMillis);
        now = now.withMillis(newMillis);
      }
      changes.add(new LayerChange(change, old, now));
      progress.at((long) done + changes.size(), name);
    }
    return changes;
  }

  private static Map<String, Layer> layers(NetworkModule network) {
    Map<String, Layer> layers = new HashMap<>();
    network.visit(module -> {
      if (module instanceof Layer layer) {
        layers.put(layer.path(), layer);
      }
    });
    return layers;
  }

  /** One change a stage. */
  List<StageChange> stageChanges() {
    List<StageChange> changes = new ArrayList<>();
    for (NetworkStage<N> stage : stages) {
      Footprint old = whole(Operators.count(stage.program(before)));
      Footprint now = whole(Operators.count(stage.program(after)));
      try (PlanTimer oldTimer = timer(stage, before);
          PlanTimer newTimer = timer(stage, after)) {
        if (runs > 0) {
          List<Double> medians = PlanTimer.medians(runs, List.of(oldTimer, newTimer));
          old = old.withMillis(medians.get(0));
          now = now.withMillis(medians.get(1));
        }
        double error = relativeChange(oldTimer.results(), newTimer.results());
        changes.add(new StageChange(stage.name(), error, old, now));
      }
    }
    return changes;
  }

  private PlanTimer timer(Layer layer, TensorType input) {
    return new PlanTimer(layer.backend(), input, x -> List.of(layer.forward(x)));
  }

  private PlanTimer timer(NetworkStage<N> stage, N network) {
    return new PlanTimer(
        network.backend(),
        stage.sample().orElseGet(() -> PlanTimer.values(stage.input())),
        x -> stage.forward().apply(network, x));
  }

  /** What a layer is given, one type a call. */
  private static List<TensorType> inputs(ProgramCost cost, String layer) {
    return cost.operators().stream()
        .filter(o -> o.module().equals(layer) && o.cost().macs() > 0)
        .map(o -> o.in().getFirst())
        .toList();
  }

  private static Footprint whole(ProgramCost cost) {
    return footprint(cost.parameters(), cost.total());
  }

  /** What runs inside a layer. */
  private static Footprint ofLayer(ProgramCost cost, String layer, long parameters) {
    return footprint(
        parameters,
        cost.operators().stream()
            .filter(o -> o.module().equals(layer) || o.module().startsWith(layer + "."))
            .map(OperatorCost::cost)
            .reduce(Cost.NONE, Cost::plus));
  }

  private static Footprint footprint(long parameters, Cost cost) {
    return new Footprint(parameters, cost.macs(), cost.bytes(), OptionalDouble.empty());
  }

  /** The norm of the differences over that of the first. */
  private static double relativeChange(List<HostTensor> from, List<HostTensor> to) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < from.size(); i++) {
      float[] a = from.get(i).toFloats();
      float[] b = to.get(i).toFloats();
      for (int k = 0; k < a.length; k++) {
        double change = (double) a[k] - b[k];
        difference += change * change;
        norm += (double) a[k] * a[k];
      }
    }
    return Math.sqrt(difference / norm);
  }
}
