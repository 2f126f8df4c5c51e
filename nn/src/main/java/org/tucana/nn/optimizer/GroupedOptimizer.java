package org.tucana.nn.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.NetworkModule;

/**
 * Updates a module's parameters by one rule, each at the rate of the first group that takes its
 * name. What the rule remembers lives beside the parameters, outside every scope.
 */
public final class GroupedOptimizer implements AutoCloseable {
  private static final String PREFIX = "optimizer.";
  private static final String UPDATES = PREFIX + "updates.";

  private final UpdateRule rule;
  private final SequencedMap<Parameter, Trained> trained = new LinkedHashMap<>();

  /** One parameter's group, memories and number of updates. */
  private static final class Trained {
    private final ParameterGroup group;
    private final List<Parameter> memories;
    private long updates;

    Trained(ParameterGroup group, List<Parameter> memories) {
      this.group = group;
      this.memories = memories;
    }

    /** What the next update goes by, which is counted. */
    private UpdateRule.At next(double rateFactor) {
      return new UpdateRule.At(rateFactor * group.rateFactor(), group.decayFactor(), updates++);
    }
  }

  /**
   * @throws IllegalArgumentException where a parameter is in no group or a group takes none, which
   *     is a misspelt pattern
   */
  public GroupedOptimizer(UpdateRule rule, NetworkModule module, List<ParameterGroup> groups) {
    this.rule = rule;
    Map<Parameter, ParameterGroup> assigned = assign(module.parameters(), groups);
    assigned.forEach((parameter, group) -> {
      if (!group.isFrozen()) {
        trained.put(parameter, new Trained(group, memories(parameter)));
      }
    });
  }

  /**
   * Refuses groups that do not suit a module.
   *
   * @throws IllegalArgumentException where a parameter is in no group or a group takes none
   */
  public static void check(NetworkModule module, List<ParameterGroup> groups) {
    assign(module.parameters(), groups);
  }

  private static Map<Parameter, ParameterGroup> assign(
      List<Parameter> parameters, List<ParameterGroup> groups) {
    Map<Parameter, ParameterGroup> assigned = new LinkedHashMap<>();
    SequencedSet<ParameterGroup> idle = new LinkedHashSet<>(groups);
    for (Parameter parameter : parameters) {
      ParameterGroup group =
          groups.stream()
              .filter(g -> g.takes(parameter.name()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "optimiser: no group takes "
                          + parameter.name()
                          + "; end the list with ParameterGroup.others()"));
      assigned.put(parameter, group);
      idle.remove(group);
    }
    if (!idle.isEmpty()) {
      throw new IllegalArgumentException(
          "optimiser: the group "
              + idle.getFirst().names()
              + " takes no parameter; correct its pattern or leave it out");
    }
    return assigned;
  }

  private List<Parameter> memories(Parameter parameter) {
    Shape shape = parameter.type().shape();
    return rule.memories().stream()
        .map(memory ->
            new Parameter(
                PREFIX + memory + "." + parameter.name(),
                parameter.backend(),
                HostTensor.of(shape, new float[shape.elements()])))
        .toList();
  }

  /** The parameters to open a tape for: all that are not frozen. */
  public List<Parameter> parameters() {
    return List.copyOf(trained.keySet());
  }

  /**
   * Updates every parameter that has a gradient; one that the loss does not depend on stays. What
   * goes by the same numbers is updated at once.
   *
   * @param rateFactor the schedule's factor
   * @param gradientFactor multiplies all gradients: see {@link GradientNorm#clipFactor}
   */
  public void step(
      EagerSession session, Gradients gradients, double rateFactor, double gradientFactor) {
    try (Scope _ = session.scope()) {
      SequencedMap<UpdateRule.At, List<UpdateRule.Update>> alike = new LinkedHashMap<>();
      trained.forEach((parameter, state) -> {
        Tensor gradient = gradients.parameters().get(parameter);
        if (gradient != null) {
          Tensor scaled =
              gradientFactor == 1 ? gradient : Arithmetic.scale(gradient, gradientFactor);
          alike
              .computeIfAbsent(state.next(rateFactor), _ -> new ArrayList<>())
              .add(new UpdateRule.Update(parameter, scaled, state.memories));
        }
      });
      alike.forEach((at, updates) -> rule.update(session, at, updates));
    }
  }

  /** All that the optimiser remembers, by name. */
  public SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    trained.forEach((parameter, state) -> {
      state.memories.forEach(m -> values.put(m.name(), m.read()));
      values.put(UPDATES + parameter.name(), HostTensor.of(Shape.scalar(), state.updates));
    });
    return values;
  }

  /**
   * Takes over a remembered state.
   *
   * @param values may hold more than this optimiser's values
   * @throws FormatException where a value is missing or of another shape
   */
  public void load(String source, Map<String, HostTensor> values) {
    List<Runnable> assignments = new ArrayList<>();
    trained.forEach((parameter, state) -> {
      for (Parameter memory : state.memories) {
        HostTensor value = found(source, values, memory.name(), memory.type().shape());
        assignments.add(() -> memory.assign(value));
      }
      HostTensor updates = found(source, values, UPDATES + parameter.name(), Shape.scalar());
      assignments.add(() -> state.updates = (long) updates.get(0));
    });
    assignments.forEach(Runnable::run);
  }

  private static HostTensor found(
      String source, Map<String, HostTensor> values, String name, Shape shape) {
    HostTensor value = values.get(name);
    if (value == null || !value.shape().equals(shape)) {
      throw new FormatException(
          source
              + ": "
              + name
              + " is "
              + (value == null ? "missing" : "of shape " + value.shape())
              + ", expected shape "
              + shape
              + "; resume with the optimiser and the parameter groups that the checkpoint was"
              + " written with");
    }
    return value;
  }

  @Override
  public void close() {
    trained.values().forEach(state -> state.memories.forEach(Parameter::close));
  }
}
