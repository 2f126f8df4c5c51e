package org.tucana.nn.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tucana.core.Backend;
import org.tucana.core.Parameter;
import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/**
 * Where a module's parameters are made: a backend, a dotted path, the seed of their first values,
 * which depend on seed and full name alone, and the forms that layers are stored in.
 */
public final class ParameterSpace {
  private final Network network;
  private final String path;
  private final String name;
  private final boolean whole;

  /** What is common to all spaces of a network. */
  private record Network(
      Backend backend,
      long seed,
      boolean drawn,
      LayerForms forms,
      Consumer<Parameter> made,
      Optional<InputWatch> watch) {
    Network with(LayerForms others) {
      return new Network(backend, seed, drawn, others, made, watch);
    }

    Network with(Consumer<Parameter> maker) {
      return new Network(backend, seed, drawn, forms, maker, watch);
    }

    Network with(InputWatch watcher) {
      return new Network(backend, seed, drawn, forms, made, Optional.of(watcher));
    }
  }

  private ParameterSpace(Network network, String path, String name, boolean whole) {
    this.network = network;
    this.path = path;
    this.name = name;
    this.whole = whole;
  }

  private static ParameterSpace root(Backend backend, long seed, boolean drawn) {
    return new ParameterSpace(
        new Network(backend, seed, drawn, LayerForms.none(), parameter -> {}, Optional.empty()),
        "",
        "",
        false);
  }

  /** The root of a network whose first values are drawn. */
  public static ParameterSpace random(Backend backend, long seed) {
    return root(backend, seed, true);
  }

  /** The root of a network whose values are about to be loaded: all zero, nothing is drawn. */
  public static ParameterSpace toBeLoaded(Backend backend) {
    return root(backend, 0, false);
  }

  /** The same space for a network whose layers are as these forms say. */
  public ParameterSpace withForms(LayerForms forms) {
    return of(network.with(forms));
  }

  /** The same space for a network that shows what its layers multiply. */
  public ParameterSpace watchedBy(InputWatch watch) {
    return of(network.with(watch));
  }

  private ParameterSpace of(Network other) {
    return new ParameterSpace(other, path, name, whole);
  }

  /** The space of a child module. Its name may hold dots: {@code layer1.0}. */
  public ParameterSpace child(String childName) {
    return new ParameterSpace(network, join(childName), childName, whole);
  }

  /** The same space for modules that are stored as one weight each, whatever the forms say. */
  public ParameterSpace whole() {
    return new ParameterSpace(network, path, name, true);
  }

  /** Whether what is made here is stored as one weight, whatever the forms say. */
  boolean isWhole() {
    return whole;
  }

  /** How the layer of this space is stored as factors; empty where it is stored as one weight. */
  public Optional<LayerForm> form() {
    return whole ? Optional.empty() : network.forms.of(path);
  }

  /**
   * How many filters the layer of this space has.
   *
   * @param most by the architecture
   * @throws FormatException where the forms say none or more than that
   */
  int filters(int most) {
    int kept = network.forms.filters().getOrDefault(path, most);
    if (kept < 1 || kept > most) {
      throw new FormatException(
          "layer "
              + path
              + ": it is to keep "
              + kept
              + " filters, expected 1 to "
              + most
              + "; correct the number or leave the layer out");
    }
    return kept;
  }

  /** What the layer of this space rounds its input to; empty where it takes it as it is. */
  Optional<Levels> inputLevels() {
    return Optional.ofNullable(network.forms.inputLevels().get(path));
  }

  Optional<InputWatch> watch() {
    return network.watch;
  }

  /** The forms of the whole network. */
  public LayerForms forms() {
    return network.forms;
  }

  /**
   * Makes a network here. Where its making fails, the memory of what had been made is given back.
   */
  public <M extends NetworkModule> M build(Function<ParameterSpace, M> maker) {
    List<Parameter> made = new ArrayList<>();
    Consumer<Parameter> both = network.made.andThen(made::add);
    try {
      return maker.apply(of(network.with(both)));
    } catch (RuntimeException e) {
      made.forEach(Parameter::close);
      throw e;
    }
  }

  public Backend backend() {
    return network.backend;
  }

  /** Dotted names from the root; empty at the root. */
  public String path() {
    return path;
  }

  /** The name within the parent; empty at the root. */
  public String name() {
    return name;
  }

  /** Makes a parameter of this space. */
  Parameter parameter(String last, Shape shape, Initializer initializer) {
    String full = join(last);
    Initializer first = network.drawn ? initializer : Initializer.constant(0);
    Parameter made =
        new Parameter(
            full,
            network.backend,
            first.values(shape, new RandomKey(network.seed, "parameter " + full, 0)));
    network.made.accept(made);
    return made;
  }

  private String join(String last) {
    return path.isEmpty() ? last : path + "." + last;
  }
}
