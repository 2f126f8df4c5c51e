package org.tucana.nn.module;

import org.tucana.core.Backend;
import org.tucana.core.Parameter;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;

/**
 * Where a module's parameters are made: a backend, a dotted path, and the seed of their first
 * values, which depend on seed and full name alone.
 */
public final class ParameterSpace {
  private final Backend backend;
  private final long seed;
  private final boolean drawn;
  private final String path;
  private final String name;

  private ParameterSpace(Backend backend, long seed, boolean drawn, String path, String name) {
    this.backend = backend;
    this.seed = seed;
    this.drawn = drawn;
    this.path = path;
    this.name = name;
  }

  /** The root of a network whose first values are drawn. */
  public static ParameterSpace random(Backend backend, long seed) {
    return new ParameterSpace(backend, seed, true, "", "");
  }

  /** The root of a network whose values are about to be loaded: all zero, nothing is drawn. */
  public static ParameterSpace toBeLoaded(Backend backend) {
    return new ParameterSpace(backend, 0, false, "", "");
  }

  /** The space of a child module. Its name may hold dots: {@code layer1.0}. */
  public ParameterSpace child(String childName) {
    return new ParameterSpace(backend, seed, drawn, join(childName), childName);
  }

  public Backend backend() {
    return backend;
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
    Initializer first = drawn ? initializer : Initializer.constant(0);
    return new Parameter(
        full, backend, first.values(shape, new RandomKey(seed, "parameter " + full, 0)));
  }

  private String join(String last) {
    return path.isEmpty() ? last : path + "." + last;
  }
}
