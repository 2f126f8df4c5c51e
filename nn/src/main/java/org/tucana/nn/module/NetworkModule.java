package org.tucana.nn.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.tucana.core.Backend;
import org.tucana.core.Parameter;
import org.tucana.core.Session;
import org.tucana.core.type.Shape;

/**
 * A part of a network: it owns parameters and child modules, in the order and with the names of
 * torchvision's state dicts. Subclasses declare both in their constructor and offer forward methods
 * that take and return tensors; the session comes with the tensor.
 *
 * <pre>{@code
 * final class Head extends NetworkModule {
 *   private final Conv2dLayer conv;
 *
 *   Head(ParameterSpace space) {
 *     super(space);
 *     conv = child(new Conv2dLayer(space.child("conv"), ConvSpec.of(256, 256, 3).padding(1)));
 *   }
 *
 *   Tensor forward(Tensor x) {
 *     try (var _ = enter(x.session())) {
 *       return Activations.relu(conv.forward(x));
 *     }
 *   }
 * }
 * }</pre>
 */
public abstract class NetworkModule implements AutoCloseable {
  private static final Session.Frames NO_FRAME = () -> {};

  private final ParameterSpace space;
  private final List<Parameter> trainable = new ArrayList<>();
  private final List<Parameter> statistics = new ArrayList<>();
  private final List<NetworkModule> children = new ArrayList<>();
  private final List<InnerChannels> innerChannels = new ArrayList<>();

  protected NetworkModule(ParameterSpace space) {
    this.space = space;
  }

  /** Declares a parameter that training may change by its gradient. */
  protected final Parameter parameter(String name, Shape shape, Initializer initializer) {
    Parameter made = space.parameter(name, shape, initializer);
    trainable.add(made);
    return made;
  }

  /** Declares values without a gradient that belong to the state: running statistics. */
  protected final Parameter statistic(String name, Shape shape, float initial) {
    Parameter made = space.parameter(name, shape, Initializer.constant(initial));
    statistics.add(made);
    return made;
  }

  /** Declares a child, made in {@code space.child(name)}. */
  protected final <M extends NetworkModule> M child(M module) {
    children.add(module);
    return module;
  }

  /**
   * Declares channels that only layers of this module see, so that they may be fewer.
   *
   * @param producer name within this module of the layer whose filters make them
   * @param norms names within this module of the normalisations that they go through
   * @param consumers names within this module of the layers that read them
   * @param whole their number by the architecture
   * @return their number in this network
   * @throws org.tucana.core.type.FormatException where the forms say none or more than there are
   */
  protected final int innerChannels(
      String producer, List<String> norms, List<String> consumers, int whole) {
    ParameterSpace made = space.child(producer);
    int kept = made.filters(whole);
    innerChannels.add(new InnerChannels(made.path(), paths(norms), paths(consumers), whole, kept));
    return kept;
  }

  private List<String> paths(List<String> names) {
    return names.stream().map(name -> space.child(name).path()).toList();
  }

  /** Channels of this module alone that may be fewer, in the order of their declaration. */
  public final List<InnerChannels> innerChannels() {
    return List.copyOf(innerChannels);
  }

  /** Says that what the session runs next belongs to this module, until the result is closed. */
  protected final Session.Frames enter(Session session) {
    return space.name().isEmpty() ? NO_FRAME : session.frame(this, space.name());
  }

  public final Backend backend() {
    return space.backend();
  }

  /** Dotted names from the root; empty at the root. */
  public final String path() {
    return space.path();
  }

  /** Whether this is stored as one weight, whatever forms a network is given. */
  public final boolean isWhole() {
    return space.isWhole();
  }

  public final List<NetworkModule> children() {
    return List.copyOf(children);
  }

  /** What training may change by gradients, of this module and all below it. */
  public final List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    visit(module -> all.addAll(module.trainable));
    return all;
  }

  /** Everything that a state dict holds, by full name, in torchvision's order. */
  public final SequencedMap<String, Parameter> state() {
    SequencedMap<String, Parameter> all = new LinkedHashMap<>();
    Consumer<Parameter> add =
        p -> {
          if (all.putIfAbsent(p.name(), p) != null) {
            throw new IllegalStateException(
                "module: two parameters are called " + p.name() + "; give each child its own name");
          }
        };
    visit(module -> {
      module.trainable.forEach(add);
      module.statistics.forEach(add);
    });
    return all;
  }

  /** This module and all below it, in the order of the state. */
  public final void visit(Consumer<NetworkModule> visitor) {
    visitor.accept(this);
    children.forEach(child -> child.visit(visitor));
  }

  /** Gives the memory of all parameters back. */
  @Override
  public void close() {
    state().values().forEach(Parameter::close);
  }
}
