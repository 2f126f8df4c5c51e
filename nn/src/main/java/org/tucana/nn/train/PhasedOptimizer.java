package org.tucana.nn.train;

import java.util.Map;
import java.util.SequencedMap;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.optimizer.GroupedOptimizer;

/** The optimiser of the phase that a run is in. */
final class PhasedOptimizer implements AutoCloseable {
  private final TrainRecipe recipe;
  private final NetworkModule network;
  private int phase;
  private GroupedOptimizer current;

  /**
   * Begins with the first phase.
   *
   * @throws IllegalArgumentException where the groups of any phase do not suit the network
   */
  PhasedOptimizer(TrainRecipe recipe, NetworkModule network) {
    this.recipe = recipe;
    this.network = network;
    recipe.phases().forEach(p -> GroupedOptimizer.check(network, p.groups()));
    current = ofPhase();
  }

  private GroupedOptimizer ofPhase() {
    return new GroupedOptimizer(recipe.rule(), network, recipe.phases().get(phase).groups());
  }

  /**
   * What updates parameters at a step, counted from 0. Where a phase begins it is a new one,
   * without memories; steps are asked for in rising order.
   */
  GroupedOptimizer at(long step) {
    int wanted = phaseOf(step);
    if (wanted != phase) {
      current.close();
      phase = wanted;
      current = ofPhase();
    }
    return current;
  }

  /** The phase of a step; after the last step the run is still in the last phase. */
  private int phaseOf(long step) {
    int last = recipe.phases().size() - 1;
    int found = 0;
    for (long end = recipe.phases().getFirst().steps(); found < last && step >= end; ) {
      found++;
      end += recipe.phases().get(found).steps();
    }
    return found;
  }

  private long start(int wanted) {
    return recipe.phases().subList(0, wanted).stream().mapToLong(TrainRecipe.Phase::steps).sum();
  }

  /** All that is remembered, by name. */
  SequencedMap<String, HostTensor> state() {
    return current.state();
  }

  /**
   * Takes over what is remembered after some steps: nothing where a phase begins.
   *
   * @throws org.tucana.core.type.FormatException where a value is missing or of another shape
   */
  void load(String source, Map<String, HostTensor> values, long step) {
    GroupedOptimizer optimizer = at(step);
    if (step > start(phase)) {
      optimizer.load(source, values);
    }
  }

  @Override
  public void close() {
    current.close();
  }
}
